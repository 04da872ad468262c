package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionSummary;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tape against a list. Random steps from one seed: append, die and come back, cut, read on, seek.
 * What the tape gives must be what the list says, record for record.
 */
class TapeModelTest {
  private static final int SEEDS = 12;
  private static final int STEPS = 150;

  @TempDir Path tapes;

  private final RecordView view = new RecordView();
  private Random random;
  private TapeSession session;
  private TapeWriter writer;
  private TapeReader reader;

  /** Where each record of the model ends on the timeline. */
  private final List<Long> ends = new ArrayList<>();

  private final List<String> incarnations = new ArrayList<>();
  private final List<RecordKind> kinds = new ArrayList<>();

  @Test
  void theTapeGivesWhatWasPutOnIt() throws IOException {
    run(SEEDS, null);
  }

  @Test
  void aSealedTapeDoes() throws IOException {
    run(SEEDS / 4, SealKeys.make(tapes, 1));
  }

  private void run(int seeds, TapeKey key) throws IOException {
    for (int seed = 0; seed < seeds; seed++) {
      random = new Random(seed);
      session = new TapeSession(tapes.resolve("seed" + seed), seed, key);
      List.of(ends, incarnations, kinds).forEach(List::clear);
      open();
      reader = session.openReader();
      for (int step = 0; step < STEPS; step++) {
        String what = "seed " + seed + " step " + step;
        step(what);
      }
      writer.close();
      checkWhole("seed " + seed);
      reader.close();
    }
  }

  private void step(String what) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> reopen();
      case 1 -> cut();
      case 2 -> {
        long lost = 1 + random.nextInt(5_000);
        writer.gap(lost, GapReason.OVERRUN);
        put(RecordKind.GAP, lost);
      }
      case 3 -> {
        writer.anchor(new Anchor(writer.position(), 1, 2));
        put(RecordKind.ANCHOR, 0);
      }
      case 4 -> seekAndRead(what);
      case 5 -> checkPosition(what);
      case 6 -> readOn(what);
      default -> {
        for (int i = random.nextInt(40); i >= 0; i--) {
          session.appendFrame(writer);
          put(RecordKind.FRAME, TapeSession.FRAME_SAMPLES);
        }
      }
    }
    assertEquals(ends.get(ends.size() - 1), writer.position(), what);
    assertEquals(ends.size(), reader.endNumber(), what);
  }

  private void open() {
    writer = session.openWriter();
    put(RecordKind.HEADER, 0);
  }

  private void put(RecordKind kind, long samples) {
    kinds.add(kind);
    incarnations.add(writer.header().incarnation());
    ends.add((ends.isEmpty() ? 0 : ends.get(ends.size() - 1)) + samples);
  }

  private void reopen() {
    writer.close();
    open();
  }

  /** Cuts the newest file after its header: what a power cut may do. Readers begin anew. */
  private void cut() throws IOException {
    writer.close();
    reader.close();
    Path file = session.lastFile();
    long first = new TapeIndex(session.paths.directory()).last().firstNumber();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long size = channel.size();
      channel.truncate(size - random.nextLong(size / 2));
    }
    long left = new TapeIndex(session.paths.directory()).entries().isEmpty() ? 0 : end();
    assertTrue(left >= first && left <= ends.size());
    List.of(ends, incarnations, kinds)
        .forEach(list -> list.subList((int) left, list.size()).clear());
    open();
    reader = session.openReader();
  }

  private long end() {
    try (TapeReader fresh = session.openReader()) {
      while (fresh.poll(view)) {
        assertTrue(view.number() < fresh.next());
      }
      return fresh.next();
    }
  }

  private void seekAndRead(String what) {
    long to = random.nextLong(ends.size() + 1L);
    reader.seek(to);
    assertEquals(to, reader.next(), what);
    assertEquals(to < ends.size(), reader.poll(view), what);
    if (to < ends.size()) {
      checkRecord(view, what);
      assertEquals(incarnations.get((int) to), reader.incarnationAt(to), what);
    }
  }

  private void readOn(String what) {
    while (reader.poll(view)) {
      checkRecord(view, what);
    }
    assertEquals(ends.size(), reader.next(), what);
    assertFalse(reader.poll(view), what);
  }

  private void checkRecord(RecordView record, String what) {
    int number = (int) record.number();
    assertEquals(kinds.get(number).code(), record.kindCode(), what);
    assertEquals(ends.get(number), record.endPosition(), what);
  }

  private void checkPosition(String what) {
    long position = random.nextLong(ends.get(ends.size() - 1) + 1);
    int expected = 0;
    while (expected < ends.size() && ends.get(expected) <= position) {
      expected++;
    }
    assertEquals(expected, reader.numberAt(position), what);
  }

  private void checkWhole(String what) throws IOException {
    reader.seek(0);
    readOn(what);
    String newest = incarnations.get(incarnations.size() - 1);
    for (String incarnation : List.copyOf(incarnations)) {
      TapeReader.Span span = reader.span(incarnation);
      assertEquals(incarnations.indexOf(incarnation), span.from(), what);
      assertEquals(incarnations.lastIndexOf(incarnation) + 1, span.to(), what);
      assertEquals(incarnation.equals(newest), span.open(), what);
    }
    SessionSummary summary = SessionSummary.read(session.paths);
    assertEquals(kinds.stream().filter(RecordKind.GAP::equals).count(), summary.gapCount(), what);
    assertEquals(kinds.stream().filter(RecordKind.FRAME::equals).count(), summary.frames(), what);
    assertEquals(ends.get(ends.size() - 1), summary.samples(), what);
    List<byte[]> once = session.readAll();
    List<byte[]> again = session.readAll();
    for (int i = 0; i < once.size(); i++) {
      assertArrayEquals(once.get(i), again.get(i), what);
    }
  }
}
