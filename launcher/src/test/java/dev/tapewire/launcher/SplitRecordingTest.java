package dev.tapewire.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of three sessions of a second, each of two lives of capture, as people see it. */
class SplitRecordingTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int PART = 8000;
  private static final int PART_BYTES = PART * 2;
  private static final int WAV_HEAD_BYTES = WavHeader.of(FORMAT, 0).length;

  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Random random = new Random(1);
  private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

  @TempDir private Path directory;

  private Path tapes;
  private Path wav;

  @BeforeEach
  void record() {
    tapes = directory.resolve("tapes");
    wav = directory.resolve("all.wav");
    for (int number = 1; number <= 3; number++) {
      Continues before =
          number == 1
              ? null
              : new Continues(SessionParts.name("s", number - 1), (number - 1L) * PART);
      NewSession wanted = new NewSession(FORMAT, "tone", PART, List.of("ws://a"));
      life(number, wanted.after(before, List.of()), false);
      life(number, wanted.after(before, List.of()), true);
    }
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private void life(int number, NewSession wanted, boolean last) {
    try (TapeWriter tape = Tape.openWriter(paths(number), wanted, new ManualClock(), random)) {
      byte[] pcm = new byte[PART_BYTES / 2];
      random.nextBytes(pcm);
      sound.writeBytes(pcm);
      tape.frame(pcm, 0, PART / 2, 1);
      if (last) {
        tape.end();
      }
    }
  }

  @AfterEach
  void giveBack() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  @Test
  void verifyCountsTheGapsAndPausesOfAllParts() {
    NewSession wanted = new NewSession(FORMAT, "tone", PART, List.of());
    for (int number = 1; number <= 2; number++) {
      Continues before = number == 1 ? null : new Continues("g", 3L * PART);
      SessionPaths paths = SessionPaths.of(tapes, SessionParts.name("g", number));
      try (TapeWriter tape =
          Tape.openWriter(paths, wanted.after(before, List.of()), new ManualClock(), random)) {
        tape.frame(new byte[PART_BYTES], 0, PART, 1);
        tape.gap(PART, GapReason.OVERRUN);
        tape.gap(PART, GapReason.WITHHELD);
        tape.end();
      }
    }

    assertEquals(0, run("verify", "g"), err());
    assertTrue(out().contains(", 2 gaps, 2 pauses, in 2 parts"), out());
    assertEquals(0, run("verify", "g", "--json"), err());
    assertTrue(out().contains("\"gap_count\":4"), out());
    assertEquals(0, run("verify", "g.2"), err());
    assertTrue(out().contains(", 1 gap, 1 pause"), out());
  }

  private SessionPaths paths(int number) {
    return SessionPaths.of(tapes, SessionParts.name("s", number));
  }

  private int run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--tapes", tapes.toString()));
    all.addAll(List.of(arguments));
    out.reset();
    err.reset();
    return Main.execute(all.toArray(String[]::new));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void assertExported(int from, int until) throws IOException {
    byte[] file = Files.readAllBytes(wav);
    assertArrayEquals(
        Arrays.copyOfRange(sound.toByteArray(), from, until),
        Arrays.copyOfRange(file, WAV_HEAD_BYTES, file.length));
  }

  @Test
  void isExportedByItsNameAsOneTimeline() throws IOException {
    assertEquals(0, run("export", "s", wav.toString()), err());
    assertExported(0, 3 * PART_BYTES);
    assertEquals("", err());

    assertEquals(0, run("export", "s", wav.toString(), "--from", "0.5", "--until", "2.5"), err());
    assertExported(PART_BYTES / 2, 2 * PART_BYTES + PART_BYTES / 2);
    assertTrue(err().contains(wav + " was there before; it is replaced"), err());

    assertEquals(0, run("export", "s.2", wav.toString()), err());
    assertExported(PART_BYTES, 2 * PART_BYTES);
  }

  @Test
  void isVerifiedByItsName() throws IOException {
    assertEquals(0, run("verify", "s"), err());
    assertEquals("s: whole, 6 frames, 00:00:03.000, no gaps, in 3 parts\n", out());
    assertEquals(0, run("verify", "s", "--json"), err());
    assertTrue(out().contains("\"samples\":24000"), out());
    assertEquals(0, run("verify", "s.3"), err());
    assertEquals("s.3: whole, 2 frames, 00:00:01.000, no gaps\n", out());

    assertEquals(0, run("delete", "s.2", "--force"), err());
    assertEquals(1, run("verify", "s"), err());
    assertTrue(out().startsWith("s: whole only up to a fault after 2 frames"), out());
    assertTrue(err().contains("it goes on at position 16000"), err());
  }

  @Test
  void whatIsGoneOfItIsSilenceAndTold() throws IOException {
    assertEquals(0, run("delete", "s.2", "--force"), err());

    assertEquals(0, run("export", "s", wav.toString()), err());

    assertTrue(err().contains("8000 samples before session s.3 are not there any more"), err());
    byte[] file = Files.readAllBytes(wav);
    assertEquals(WAV_HEAD_BYTES + 3 * PART_BYTES, file.length);
    byte[] gone = Arrays.copyOfRange(file, WAV_HEAD_BYTES + PART_BYTES, file.length - PART_BYTES);
    assertArrayEquals(new byte[PART_BYTES], gone);
    assertEquals(0, run("export", "s", wav.toString(), "--gaps", "cut"), err());
    assertEquals(WAV_HEAD_BYTES + 2 * PART_BYTES, Files.size(wav));
  }

  @Test
  void aTapeCutShortIsNoWholeExport() throws IOException {
    cutShort(3);

    assertEquals(1, run("export", "s", wav.toString()));
    assertTrue(
        err().contains("session s.3 is cut short: the last 4000 samples of it are gone; export"),
        err());
    assertFalse(Files.exists(wav));
    assertEquals(1, run("export", "s.3", wav.toString()));
    assertEquals(0, run("export", "s", wav.toString(), "--until", "2.5"), err());
    assertEquals(0, run("export", "s", wav.toString(), "--skip-damaged"), err());
    assertTrue(err().contains("session s.3 is cut short"), err());
    assertExported(0, 2 * PART_BYTES + PART_BYTES / 2);
  }

  @Test
  void oneCutShortInTheMiddleIsNoWholeExportEither() throws IOException {
    cutShort(2);

    assertEquals(1, run("export", "s", wav.toString()));
    assertTrue(err().contains("session s.2 is cut short: the last 4000 samples"), err());
    assertEquals(0, run("export", "s", wav.toString(), "--skip-damaged"), err());
    assertEquals(WAV_HEAD_BYTES + 3 * PART_BYTES, Files.size(wav));
  }

  private void cutShort(int number) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var each = Files.newDirectoryStream(paths(number).directory(), "*.cq4")) {
      each.forEach(files::add);
    }
    files.sort(null);
    Files.delete(files.get(1));
  }

  @Test
  void aSessionWithoutAnEndIsTold() throws IOException {
    NewSession wanted = new NewSession(FORMAT, "tone", PART, List.of("ws://a"));
    SessionPaths open = SessionPaths.of(tapes, "open");
    try (TapeWriter tape = Tape.openWriter(open, wanted, new ManualClock(), random)) {
      tape.frame(new byte[PART_BYTES], 0, PART, 1);
    }

    assertEquals(0, run("export", "open", wav.toString()), err());
    assertTrue(err().contains("session open has no end"), err());
    assertEquals(0, run("export", "open", wav.toString(), "--until", "0.5"), err());
    assertFalse(err().contains("no end"), err());
  }

  @Test
  void whyItEndedIsSaidOfASessionThatIsVerifiedByItself() {
    NewSession wanted = new NewSession(FORMAT, "tone", PART, List.of("ws://a"));
    SessionPaths failed = SessionPaths.of(tapes, "failed");
    try (TapeWriter tape = Tape.openWriter(failed, wanted, new ManualClock(), random)) {
      tape.frame(new byte[PART_BYTES], 0, PART, 1);
      tape.end(EndCause.SOURCE_FAILED);
    }

    assertEquals(0, run("verify", "failed"), err());
    assertTrue(out().endsWith("; it ends where its source failed\n"), out());
  }

  @Test
  void aNameThatSaysAnotherKindOfFileIsTold() throws IOException {
    Path mp3 = directory.resolve("all.mp3");

    assertEquals(0, run("export", "s", mp3.toString()), err());
    assertTrue(err().contains(mp3 + " will hold a WAV file, whatever its name says"), err());
    assertEquals(2, run("export", "s", ""));
    assertEquals("tapewire: '' is no file: name one, or - for standard output\n", err());
  }

  @Test
  void isDeletedWholeOnlyWithAll() {
    assertEquals(2, run("delete", "s", "--force"));
    assertTrue(err().contains("session s has 3 parts: s s.2 s.3; delete them all with"), err());
    assertEquals(1, run("delete", "s", "--all"));
    assertTrue(err().contains("session s is not all delivered to ws://a"), err());
    for (int number = 1; number <= 3; number++) {
      assertTrue(Tape.hasBegun(paths(number)), "part " + number);
    }
    assertEquals(0, run("delete", "s.3", "--force"), err());
    assertEquals(0, run("delete", "s", "--force", "--all"), err());
    assertEquals("session s is deleted\nsession s.2 is deleted\n", out());
    assertFalse(Files.exists(paths(2).directory()));
  }

  /** Nothing of it can be read, but it is there and takes room. */
  @Test
  void oneOfWhichNothingCanBeReadIsDeletedByForce() throws IOException {
    Path lost = SessionPaths.of(tapes, "lost").directory();
    Files.createDirectories(lost);
    Files.writeString(lost.resolve("session.json"), "{");
    Files.writeString(lost.resolve("20261122-1755V.cq4"), "no tape");

    assertEquals(1, run("delete", "lost"));
    assertTrue(err().contains("session lost can't be read"), err());
    assertTrue(err().contains("delete it all the same with --force"), err());
    assertFalse(err().contains("no session"), err());
    assertEquals(0, run("delete", "lost", "--force"), err());
    assertFalse(Files.exists(lost));
    assertEquals(1, run("delete", "lost", "--force"));
    assertTrue(err().contains("no session 'lost'"), err());
  }
}
