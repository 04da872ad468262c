package dev.tapewire.capture.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 3, Encoding.S24LE);
  private static final int SAMPLES = 1001;
  private static final int FRAME_SAMPLES = 100;

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Surroundings around =
      new Surroundings(
          clock,
          clock::advanceNs,
          new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false));
  private final byte[] pcm = new byte[(int) FORMAT.bytes(SAMPLES)];
  private Path file;

  @BeforeEach
  void write() throws IOException {
    new Random(4).nextBytes(pcm);
    file = directory.resolve("f.wav");
    Files.write(file, WavHeader.of(FORMAT, pcm.length));
    Files.write(file, pcm, java.nio.file.StandardOpenOption.APPEND);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 1000, 1001})
  void goesOnAtTheTapesNextSample(int position) {
    byte[] rest = Arrays.copyOfRange(pcm, (int) FORMAT.bytes(position), pcm.length);

    assertArrayEquals(rest, readAll(Double.POSITIVE_INFINITY, position));
    assertEquals("", told.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 10})
  void takesTheTimeThatItsSpeedSays(double speed) {
    long startNs = clock.monotonicNs();

    assertArrayEquals(pcm, readAll(speed, 0));

    double seconds = (clock.monotonicNs() - startNs) / 1e9;
    assertEquals(SAMPLES / 8000.0 / speed, seconds, 0.001);
  }

  @Test
  void catchesUpAfterItWasHeldBack() {
    FileSource source = new FileSource(file, 1, around);
    Slot slot = new Slot(FRAME_SAMPLES, FORMAT.blockBytes());
    source.start(new StartPoint(0, false, null, null));
    clock.advanceNs(100_000_000L);
    long heldNs = clock.monotonicNs();

    for (int i = 0; i < 8; i++) {
      assertTrue(source.read(slot));
    }

    assertEquals(heldNs, clock.monotonicNs());
    source.close();
  }

  @Test
  void warnsOfAFileCutShortAndGivesWhatIsThere() throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 10 * FORMAT.blockBytes() + 1));

    byte[] found = readAll(Double.POSITIVE_INFINITY, 0);

    assertEquals(SAMPLES - 10, found.length / FORMAT.blockBytes());
    String line = told.toString(StandardCharsets.UTF_8);
    assertTrue(line.contains("1001 samples, recorded are the 991"), line);
  }

  @Test
  void refusesASessionThatHasMoreThanTheFile() {
    assertThrows(TapewireException.class, () -> readAll(1, SAMPLES + 1));
  }

  @Test
  void tellsOfSamplesThatTheHeaderHides() throws IOException {
    byte[] header = WavHeader.of(FORMAT, FORMAT.bytes(100));
    Files.write(file, header);
    Files.write(file, pcm, java.nio.file.StandardOpenOption.APPEND);

    assertArrayEquals(pcm, readAll(Double.POSITIVE_INFINITY, 0));

    String words = told.toString(StandardCharsets.UTF_8);
    assertTrue(
        words.contains("100 samples told, recorded are all " + SAMPLES + " that are there"), words);
  }

  @Test
  void tellsOfALastBlockThatIsNotWholeAndOfWhatCameMeanwhile() throws IOException {
    Files.write(file, new byte[4], java.nio.file.StandardOpenOption.APPEND);
    byte[] header = WavHeader.of(FORMAT, pcm.length + 4);
    try (java.io.RandomAccessFile patched = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      patched.write(header);
    }
    FileSource source = new FileSource(file, Double.POSITIVE_INFINITY, around);
    Files.write(file, new byte[9], java.nio.file.StandardOpenOption.APPEND);

    assertArrayEquals(pcm, readAll(source, 0));

    String words = told.toString(StandardCharsets.UTF_8);
    assertTrue(words.contains("ends in 4 bytes that are no whole sample"), words);
    assertTrue(words.contains("has grown while it was recorded"), words);
  }

  @Test
  void takesThreeBytesOutOfFour() throws IOException {
    byte[] stored = new byte[pcm.length / 3 * 4];
    for (int i = 0; i < pcm.length; i++) {
      stored[i / 3 * 4 + i % 3] = pcm[i];
    }
    byte[] header = new byte[44];
    java.nio.ByteBuffer wav =
        java.nio.ByteBuffer.wrap(header).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 3).putInt(8000).putInt(96_000);
    wav.putShort((short) 12).putShort((short) 24);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(stored.length);
    Files.write(file, header);
    Files.write(file, stored, java.nio.file.StandardOpenOption.APPEND);

    assertArrayEquals(pcm, readAll(Double.POSITIVE_INFINITY, 0));
    byte[] rest = Arrays.copyOfRange(pcm, (int) FORMAT.bytes(77), pcm.length);
    assertArrayEquals(rest, readAll(Double.POSITIVE_INFINITY, 77));
  }

  private byte[] readAll(double speed, long position) {
    return readAll(new FileSource(file, speed, around), position);
  }

  private static byte[] readAll(FileSource opened, long position) {
    Slot slot = new Slot(FRAME_SAMPLES, FORMAT.blockBytes());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (FileSource source = opened) {
      source.start(new StartPoint(position, position > 0, null, null));
      while (source.read(slot)) {
        all.write(slot.pcm(), 0, slot.samples() * FORMAT.blockBytes());
        slot.clear();
      }
    }
    return all.toByteArray();
  }
}
