package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sessions of 2,500 samples, each of two frames, a gap and a short frame, read as one. */
class JoinedTapeTest {
  private static final int FRAME = 1000;
  private static final int GAP = 300;
  private static final int SHORT = 200;
  private static final int PART = 2 * FRAME + GAP + SHORT;

  @TempDir private Path tapes;

  private final Random random = new Random(1);
  private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

  @BeforeEach
  void record() {
    for (int i = 1; i <= 3; i++) {
      record(i, (i - 1) * PART);
    }
  }

  private void record(int number, long start) {
    ManualClock clock = new ManualClock();
    Continues before =
        number == 1 ? null : new Continues(SessionParts.name("s", number - 1), start);
    NewSession wanted =
        new NewSession(TapeSession.FORMAT, "tone", FRAME, List.of("ws://a"))
            .after(before, List.of());
    try (TapeWriter tape = Tape.openWriter(paths(number), wanted, clock, random)) {
      frame(tape, FRAME);
      tape.anchor(new Anchor(FRAME, 1, 1));
      tape.gap(GAP, GapReason.OVERRUN);
      frame(tape, FRAME);
      frame(tape, SHORT);
      tape.end();
    }
  }

  private void frame(TapeWriter tape, int samples) {
    byte[] pcm = new byte[samples * TapeSession.FORMAT.blockBytes()];
    random.nextBytes(pcm);
    sound.writeBytes(pcm);
    tape.frame(pcm, 0, samples, 1);
  }

  private SessionPaths paths(int number) {
    return SessionPaths.of(tapes, SessionParts.name("s", number));
  }

  private TapeReader open(String name) {
    return JoinedTape.open(name, SessionParts.timeline(tapes, name), Tape::openReader);
  }

  @Test
  void isTheTapeOfOneSession() {
    try (TapeReader joined = open("s")) {
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      RecordView record = new RecordView();
      long position = 0;
      long frames = 0;
      long lost = 0;
      for (long number = 0; number < joined.endNumber(); number++) {
        assertTrue(joined.poll(record), "record " + number);
        assertEquals(number, record.number());
        assertEquals(position, record.position(), "of record " + number);
        assertFalse(record.is(RecordKind.END), "an END before the end");
        if (record.is(RecordKind.FRAME)) {
          assertEquals(frames++, record.frameSequence());
          heard.write(record.bytes(), record.framePcmOffset(), record.framePcmLength());
        } else if (record.is(RecordKind.HEADER)) {
          assertEquals("s", record.header().session());
          assertEquals(frames, record.header().firstSequence());
          assertEquals(lost, record.header().lostSamples());
          assertNull(record.header().continues());
        } else if (record.is(RecordKind.ANCHOR)) {
          assertEquals(position, record.anchorPosition());
        }
        lost += record.is(RecordKind.GAP) ? record.gapSamples() : 0;
        position = record.endPosition();
      }
      assertFalse(joined.poll(record));
      assertEquals(3 * PART, position);
      assertEquals(9, frames);
      assertTrue(Arrays.equals(sound.toByteArray(), heard.toByteArray()), "other sound");
    }
  }

  @Test
  void everyPositionAndIncarnationIsFound() {
    try (TapeReader joined = open("s")) {
      RecordView record = new RecordView();
      for (long position = 0; position < 3 * PART; position += 50) {
        joined.seek(joined.numberAt(position));
        boolean found = false;
        while (!found && joined.poll(record)) {
          found = record.endPosition() > record.position();
        }
        assertTrue(record.position() <= position && position < record.endPosition(), "" + position);
      }
      long number = joined.numberAt(PART + 1);
      TapeReader.Span span = joined.span(joined.incarnationAt(number));
      assertTrue(span.from() <= number && number < span.to(), span.toString());
      assertEquals(joined.incarnationAt(span.to() - 1), joined.incarnationAt(number));
      assertFalse(span.open());
      assertNull(joined.span("0".repeat(32)));
    }
  }

  @Test
  void whatIsInNoPartIsAGapAndTold() throws IOException {
    Removal.remove(paths(2));

    assertEquals(
        List.of("0+1000", "1000-300", "1300+1000", "2300+200", "2500-2500", "5000+1000"),
        stretches(open("s")).subList(0, 6));
    List<CutShort> missing = CutShort.of(SessionParts.timeline(tapes, "s"), Tape::openReader);
    assertEquals(List.of(new CutShort("s.3", PART, 2 * PART, false)), missing);
    try (TapeReader joined = open("s")) {
      joined.seek(joined.numberAt(PART + 7));
      RecordView record = new RecordView();
      assertTrue(joined.poll(record));
      assertEquals(PART, record.gapSamples());
      assertEquals(PART, record.position());
    }
  }

  @Test
  void theFirstPartsMayBeGone() throws IOException {
    Removal.remove(paths(1));

    try (TapeReader joined = open("s")) {
      assertEquals("s", joined.header().session());
      assertEquals(PART, Tape.firstPosition(joined));
      assertEquals("2500+1000", stretches(joined).get(0));
    }
    assertEquals("0+1000", stretches(open("s.2")).get(0));
  }

  /** Its header says where it begins, and nothing else does. */
  @Test
  void partsThatOverlapAreRefused() {
    record(4, 2 * PART);

    TapewireException e = assertThrows(TapewireException.class, () -> open("s"));
    assertTrue(e.getMessage().contains("session s.4 begins before session s.3 ends"), e.toString());
  }

  /** Each life of capture has files of its own: without the last ones a tape is whole in itself. */
  @Test
  void aTapeWithoutItsLastFilesIsCutShort() throws IOException {
    SessionPaths paths = SessionPaths.of(tapes, "lone");
    NewSession wanted = new NewSession(TapeSession.FORMAT, "tone", FRAME, List.of("ws://a"));
    try (TapeWriter tape = Tape.openWriter(paths, wanted, new ManualClock(), random)) {
      frame(tape, FRAME);
    }
    try (TapeWriter tape = Tape.openWriter(paths, wanted, new ManualClock(), random)) {
      frame(tape, SHORT);
      tape.end();
    }
    List<Part> parts = SessionParts.timeline(tapes, "lone");
    assertEquals(List.of(), CutShort.of(parts, Tape::openReader));
    List<Path> files = new ArrayList<>();
    try (var each = Files.newDirectoryStream(paths.directory(), "*.cq4")) {
      each.forEach(files::add);
    }
    files.sort(null);
    Files.delete(files.get(1));

    List<CutShort> missing = CutShort.of(parts, Tape::openReader);
    assertEquals(List.of(new CutShort("lone", FRAME, FRAME + SHORT, true)), missing);
    assertTrue(missing.get(0).isIn(FRAME + 1, Long.MAX_VALUE));
    assertFalse(missing.get(0).isIn(0, FRAME));
  }

  /** What stands on a tape: sound as position+samples, gaps as position-samples. */
  private static List<String> stretches(TapeReader tape) {
    List<String> stretches = new ArrayList<>();
    RecordView record = new RecordView();
    try (tape) {
      while (tape.poll(record)) {
        if (record.endPosition() > record.position()) {
          long samples = record.endPosition() - record.position();
          stretches.add(record.position() + (record.is(RecordKind.GAP) ? "-" : "+") + samples);
        }
      }
    }
    return stretches;
  }
}
