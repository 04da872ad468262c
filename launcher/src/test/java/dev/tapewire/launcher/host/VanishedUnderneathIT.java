package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tape files deleted or cut by somebody while they are recorded and delivered. */
@Timeout(1800)
class VanishedUnderneathIT {
  private static final String SESSION = "s";
  private static final PcmFormat FORMAT = new PcmFormat(96_000, 2, Encoding.S16LE);

  /** Three tape files. */
  private static final int SAMPLES = 200 * FORMAT.sampleRateHz();

  private static final int CUT_BYTES = 4 << 20;

  @TempDir private Path directory;

  private Studio studio;
  private byte[] pcm;
  private Program run;

  @BeforeEach
  void record() throws Exception {
    studio = new Studio(directory);
    Path source = directory.resolve("noise.wav");
    pcm = WavFile.write(source, FORMAT, SAMPLES, 7);
    run =
        studio.tapewire(
            "run",
            "--source",
            source.toString(),
            "--speed",
            "20",
            "--session",
            SESSION,
            "--received",
            studio.received().toString());
    studio.awaitRecording(SESSION, run);
  }

  @AfterEach
  void close() throws IOException {
    studio.close();
  }

  @Test
  void ofAFileDeletedBeforeItWasSentTheSenderNamesTheRecordsAndSendsAllBefore() throws Exception {
    long sender = studio.awaitPid("sender", 0, Host.START_BOUND);
    Host.signal(sender, "STOP");
    Patience.await("a third file by " + run, Host.PROGRAM_BOUND, () -> files().size() == 3);
    long before = TapeRecords.samplesIn(files().get(0));
    long gone = TapeRecords.samplesIn(files().get(1));
    Files.delete(files().get(1));
    Host.signal(sender, "CONT");

    int code = run.awaitExit(Host.PROGRAM_BOUND);
    Program verify = studio.tapewire("verify", SESSION);
    Path export = directory.resolve("left.wav");
    Program left = studio.tapewire("export", SESSION, export.toString(), "--skip-damaged");

    assertEquals(3, code, run::toString);
    assertEquals(1, verify.awaitExit(Host.PROGRAM_BOUND), verify::toString);
    assertEquals(0, left.awaitExit(Host.PROGRAM_BOUND), left::toString);
    String missing = "(?s).*records [0-9]+ to [0-9]+ are missing.*";
    assertTrue(run.err().matches(missing), run::toString);
    assertTrue(verify.err().matches(missing), verify::toString);
    int from = Math.toIntExact(FORMAT.bytes(before));
    int until = Math.toIntExact(FORMAT.bytes(before + gone));
    assertArrayEquals(Arrays.copyOf(pcm, from), receivedData());
    byte[] silent = pcm.clone();
    Arrays.fill(silent, from, until, (byte) 0);
    assertArrayEquals(silent, WavFile.data(export));
  }

  @Test
  void whatIsCutFromUnderCaptureIsReadFromTheFileAgain() throws Exception {
    Path file = files().get(0);
    Patience.await(
        "a tape to cut by " + run,
        Host.PROGRAM_BOUND,
        () -> FORMAT.bytes(studio.samples(SESSION)) > 2 * CUT_BYTES);
    try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
      cut.truncate(CUT_BYTES);
    }

    assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run::toString);
    assertTrue(studio.verify(SESSION).get("fault").isJsonNull());
    assertArrayEquals(pcm, receivedData(), run::toString);
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(studio.tapes().resolve(SESSION))) {
      return all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
    }
  }

  private byte[] receivedData() throws IOException {
    return WavFile.data(studio.received().resolve(SESSION + ".wav"));
  }
}
