package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.RecordView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What appending takes of disk and heap. */
class TapeSpaceTest {
  @TempDir Path directory;

  @Test
  void aFullDiskIsAnExceptionBeforeAnythingIsAppended() throws Exception {
    Path mount = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=44m", "tmpfs", mount.toString()),
        "no right to mount a small disk");
    try {
      TapeSession session = new TapeSession(mount, 1);
      Path filler = mount.resolve("filler");
      try (TapeWriter writer = session.openWriter()) {
        int appended = appendUntilFull(session, writer);
        assertTrue(appended > 5_000, "up to the reserve: " + appended);
        assertEquals(appended, writer.frames());
        fill(filler);
        writer.gap(10, GapReason.OVERRUN); // A small record goes into what is allocated.
        assertEquals(0, appendUntilFull(session, writer));
        Files.delete(filler);
        Files.write(mount.resolve("spare"), new byte[0]);
        assertEquals(appended, TapeSession.pcm(session.readAll()).size());
        writer.end();
        List<byte[]> records = session.readAll();
        byte[] last = records.get(records.size() - 1);
        assertTrue(new RecordView().wrap(last, 0, last.length).is(RecordKind.END));
      }
    } finally {
      assertTrue(run("umount", "-l", mount.toString()));
    }
  }

  @Test
  void noTapeFileIsLargerThan32MebibytesHoweverFastItIsFilled() throws IOException {
    TapeSession session = new TapeSession(directory, 3);
    byte[] largest = new byte[RecordLayout.FRAME_PCM_BYTES_MAX];
    int samples = largest.length / TapeSession.FORMAT.blockBytes();
    try (TapeWriter writer = session.openWriter()) {
      for (long bytes = 0; bytes < 3 * TapeAppender.FILE_BYTES; bytes += largest.length) {
        writer.frame(largest, 0, samples, session.clock.monotonicNs());
      }
    }
    assertTrue(session.files().size() >= 3);
    // The file at hand may seem larger: Chronicle maps it in chunks, which are holes until written.
    for (Path file : session.files()) {
      assertTrue(Files.size(file) <= 32L << 20, file + ": " + Files.size(file));
    }
  }

  @Test
  void aDiskThatIsFullToTheLastByteLosesNoFrameThatWasTaken() throws Exception {
    Path mount = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=44m", "tmpfs", mount.toString()),
        "no right to mount a small disk");
    try {
      TapeSession session = new TapeSession(mount, 2);
      Path filler = mount.resolve("filler");
      try (TapeWriter writer = session.openWriter()) {
        int appended = 0;
        for (; appended < 1_000; appended++) {
          session.appendFrame(writer);
        }
        fill(filler);
        appended += appendUntilFull(session, writer);
        assertEquals(appended, TapeSession.pcm(session.readAll()).size());
        Files.delete(filler);
        for (int i = 0; i < 500; i++, appended++) {
          session.appendFrame(writer);
        }
        assertEquals(appended, TapeSession.pcm(session.readAll()).size());
      }
    } finally {
      assertTrue(run("umount", "-l", mount.toString()));
    }
  }

  /**
   * A file that is begun costs 10.7 KiB, a frame nothing. In a process of its own, as users run it:
   * under assertions, which tests run with, Chronicle keeps a list of all wires that it ever made
   * and goes through it for each new one, so that it allocates more the more tapes were opened.
   */
  @Test
  void appendingAFrameAllocatesLessThanAByte() throws Exception {
    TapeSession session = new TapeSession(directory, 3);
    Process process = WriterProcess.start(session, WriterProcess.ALLOCATING);
    double each = Double.parseDouble(process.inputReader().readLine());
    assertEquals(0, process.waitFor());
    System.out.printf("%.3f bytes allocated for each frame appended%n", each);
    assertTrue(each <= 1, each + " bytes a frame");
  }

  @Test
  void aClosedTapeHoldsOnlyWhatWasRecorded() throws IOException {
    TapeSession session = new TapeSession(directory, 4);
    session.record(100);
    long size = Files.size(session.lastFile());
    assertTrue(size < 100 * 2_200 + 40_000, size + " bytes");
  }

  private static int appendUntilFull(TapeSession session, TapeWriter writer) {
    int appended = 0;
    try {
      while (true) {
        session.appendFrame(writer);
        appended++;
      }
    } catch (UncheckedIOException full) {
      assertTrue(full.getMessage().startsWith("can't write to the tape"), full.getMessage());
      assertThrows(UncheckedIOException.class, () -> session.appendFrame(writer));
      return appended;
    }
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      assertTrue(full.getMessage().contains("No space"), full.getMessage());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
