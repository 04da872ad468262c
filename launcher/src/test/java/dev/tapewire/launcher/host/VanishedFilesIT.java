package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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

/** Files of a finished tape deleted or cut by somebody: what is gone is told, to the sample. */
@Timeout(1800)
class VanishedFilesIT {
  private static final String SESSION = "s";
  private static final PcmFormat FORMAT = new PcmFormat(96_000, 2, Encoding.S16LE);

  /** Three tape files. */
  private static final int SAMPLES = 200 * FORMAT.sampleRateHz();

  @TempDir private Path directory;

  private Studio studio;
  private byte[] pcm;
  private List<Path> files;

  @BeforeEach
  void record() throws Exception {
    studio = new Studio(directory);
    Path source = directory.resolve("noise.wav");
    pcm = WavFile.write(source, FORMAT, SAMPLES, 7);
    Program capture =
        studio.tapewire(
            "capture", "--source", source.toString(), "--session", SESSION, "--speed", "max");
    assertEquals(0, capture.awaitExit(Host.PROGRAM_BOUND), capture::toString);
    try (var all = Files.list(studio.tapes().resolve(SESSION))) {
      files = all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
    }
    assertEquals(3, files.size(), files::toString);
  }

  @AfterEach
  void close() throws IOException {
    studio.close();
  }

  @Test
  void ofAMissingMiddleTheSenderSendsWhatIsBeforeAndAnExportHoldsAllElse() throws Exception {
    long before = TapeRecords.samplesIn(files.get(0));
    long gone = TapeRecords.samplesIn(files.get(1));
    Files.delete(files.get(1));

    String fault = verifyRefuses();
    Path receivedWav = studio.received().resolve(SESSION + ".wav");
    Program run = deliver(3);
    Path export = directory.resolve("left.wav");
    Program left = studio.tapewire("export", SESSION, export.toString(), "--skip-damaged");

    assertEquals(0, left.awaitExit(Host.PROGRAM_BOUND), left::toString);
    assertTrue(fault.matches("(?s).*records [0-9]+ to [0-9]+ are missing.*"), fault);
    assertTrue(run.err().contains("the tape is damaged: frame"), run::toString);
    assertFalse(run.err().contains("nothing is lost"), run::toString);
    assertFalse(told().get("complete").getAsBoolean());
    int from = Math.toIntExact(FORMAT.bytes(before));
    int until = Math.toIntExact(FORMAT.bytes(before + gone));
    assertArrayEquals(Arrays.copyOf(pcm, from), WavFile.data(receivedWav));
    byte[] silent = pcm.clone();
    Arrays.fill(silent, from, until, (byte) 0);
    assertArrayEquals(silent, WavFile.data(export));
  }

  @Test
  void ofAMissingEndVerifyTellsHowMuchItWasAndAllElseArrives() throws Exception {
    long gone = TapeRecords.samplesIn(files.get(2));
    Files.delete(files.get(2));

    String fault = verifyRefuses();
    deliver(0);

    assertTrue(fault.contains(gone + " samples of which session.json tells"), fault);
    assertArrayEquals(pcmFrom(0, SAMPLES - gone), receivedData());
    assertFalse(told().get("complete").getAsBoolean());
  }

  @Test
  void ofAnEndCutShortVerifyTellsHowMuchItWasAndAllElseArrives() throws Exception {
    long whole = TapeRecords.samplesIn(files.get(2));
    try (FileChannel file = FileChannel.open(files.get(2), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    long gone = whole - TapeRecords.samplesIn(files.get(2));

    String fault = verifyRefuses();
    deliver(0);

    assertTrue(fault.contains(gone + " samples of which session.json tells"), fault);
    assertArrayEquals(pcmFrom(0, SAMPLES - gone), receivedData());
  }

  @Test
  void ofAMissingStartTheReceiverTellsWhereItBeginsAndAllElseArrives() throws Exception {
    long gone = TapeRecords.samplesIn(files.get(0));
    Files.delete(files.get(0));

    JsonObject verified = studio.verify(SESSION);
    Program send = deliver(0);

    assertEquals(gone, verified.get("dropped_samples").getAsLong());
    assertTrue(send.err().contains("dropped"), send::toString);
    assertEquals(gone, told().get("first_position").getAsLong());
    assertArrayEquals(pcmFrom(gone, SAMPLES), receivedData());
  }

  private String verifyRefuses() throws Exception {
    Program verify = studio.tapewire("verify", SESSION);
    assertEquals(1, verify.awaitExit(Host.PROGRAM_BOUND), verify::toString);
    return verify.err();
  }

  private Program deliver(int code) throws Exception {
    Program receiver =
        studio.tapewire(
            "receive", "--listen", "127.0.0.1:0", "--out", studio.received().toString());
    String uri = receiver.await("listening (\\S+)", Host.START_BOUND);
    Program send = studio.tapewire("send", "--session", SESSION, "--to", uri);
    assertEquals(code, send.awaitExit(Host.PROGRAM_BOUND), send::toString);
    receiver.stop(Host.PROGRAM_BOUND);
    return send;
  }

  private byte[] pcmFrom(long from, long until) {
    return Arrays.copyOfRange(
        pcm, Math.toIntExact(FORMAT.bytes(from)), Math.toIntExact(FORMAT.bytes(until)));
  }

  private byte[] receivedData() throws IOException {
    return WavFile.data(studio.received().resolve(SESSION + ".wav"));
  }

  private JsonObject told() throws IOException {
    Path summary = studio.received().resolve(SESSION + ".json");
    return JsonParser.parseString(Files.readString(summary)).getAsJsonObject();
  }
}
