package dev.tapewire.capture.soundfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundFileTest {
  private static final int SAMPLES = 100;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void readsEveryEncodingAndNumberOfChannelsOfWav(Encoding encoding) throws IOException {
    for (int channels : new int[] {1, 2, 3, 6, 8}) {
      PcmFormat format = new PcmFormat(48_000, channels, encoding);
      byte[] pcm = random((int) format.bytes(SAMPLES));

      SoundFile found = SoundFile.open(file(WavHeader.of(format, pcm.length), pcm));

      assertEquals(format, found.format());
      assertEquals(SAMPLES, found.samples());
      assertEquals(SAMPLES, found.samplesTold());
      assertArrayEquals(pcm, samples(found, pcm.length));
    }
  }

  /** Written by Java Sound, an implementation that is not ours. */
  @ParameterizedTest
  @CsvSource({"8,AIFF", "16,AIFF", "24,AIFF", "8,AU", "16,AU", "24,AU", "16,WAVE"})
  void readsWhatJavaSoundWrites(int bits, String type) throws IOException {
    AudioFileFormat.Type fileType =
        switch (type) {
          case "AIFF" -> AudioFileFormat.Type.AIFF;
          case "AU" -> AudioFileFormat.Type.AU;
          default -> AudioFileFormat.Type.WAVE;
        };
    byte[] pcm = random(SAMPLES * 2 * bits / 8);
    AudioFormat written = new AudioFormat(44_100, bits, 2, true, false);
    File file = directory.resolve("written").toFile();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(pcm), written, SAMPLES), fileType, file);

    SoundFile found = SoundFile.open(file.toPath());

    assertEquals(44_100, found.format().sampleRateHz());
    assertEquals(2, found.format().channels());
    assertEquals(SAMPLES, found.samples());
    byte[] expected = pcm.clone();
    if (bits == 8) {
      assertEquals(Encoding.U8, found.format().encoding());
      SampleTransform.UNSIGN.apply(expected, expected.length, 1);
    }
    assertArrayEquals(expected, samples(found, pcm.length));
  }

  @Test
  void goesByTheFileWhenTheHeaderWasWrittenIntoAPipe() throws IOException {
    PcmFormat format = new PcmFormat(16_000, 1, Encoding.S16LE);
    for (int told : new int[] {-1, 0}) {
      byte[] header = WavHeader.of(format, 200);
      little(header).putInt(header.length - Integer.BYTES, told);

      SoundFile found = SoundFile.open(file(header, new byte[200]));

      assertEquals(SAMPLES, found.samples());
      assertEquals(SoundFile.UNKNOWN, found.samplesTold());
    }
  }

  @Test
  void readsTheLongSizesOfRf64() throws IOException {
    PcmFormat format = new PcmFormat(16_000, 1, Encoding.S16LE);
    byte[] header = WavHeader.of(format, 5L << 30);

    SoundFile found = SoundFile.open(file(header, new byte[200]));

    assertEquals(SAMPLES, found.samples());
    assertEquals((5L << 30) / 2, found.samplesTold());
  }

  @Test
  void tellsHowMuchOfAFileCutShortIsThere() throws IOException {
    PcmFormat format = new PcmFormat(16_000, 2, Encoding.S24LE);

    SoundFile found = SoundFile.open(file(WavHeader.of(format, 600), new byte[601 - 200]));

    assertEquals(66, found.samples());
    assertEquals(100, found.samplesTold());
  }

  @Test
  void passesOverChunksThatItDoesNotNeed() throws IOException {
    byte[] wav = WavHeader.of(new PcmFormat(8000, 1, Encoding.U8), 100);
    byte[] list = "LIST\u0005\0\0\0abcde\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] head = Arrays.copyOf(wav, 12);
    byte[] tail = Arrays.copyOfRange(wav, 12, wav.length);

    assertEquals(100, SoundFile.open(file(head, list, tail, new byte[100])).samples());
  }

  @Test
  void readsLittleEndianAiffC() throws IOException {
    byte[] bytes = aiffC("sowt");

    SoundFile found = SoundFile.open(file(bytes));

    assertEquals(new PcmFormat(44_100, 1, Encoding.S16LE), found.format());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, samples(found, 8));
  }

  @Test
  void namesACodingItDoesNotReadWithoutItsControlCharacters() throws IOException {
    Path file = file(aiffC("\n\u001b[2"));

    TapewireException told = assertThrows(TapewireException.class, () -> SoundFile.open(file));

    assertTrue(told.getMessage().contains("AIFF-C coding '??[2' is not read;"), told.getMessage());
  }

  private static byte[] aiffC(String coding) {
    ByteBuffer aiff = ByteBuffer.allocate(80);
    aiff.put(ascii("FORM")).putInt(72).put(ascii("AIFC"));
    aiff.put(ascii("SSND")).putInt(16).putInt(0).putInt(0).putLong(0x0102030405060708L);
    aiff.put(ascii("COMM")).putInt(24).putShort((short) 1).putInt(4).putShort((short) 16);
    aiff.putShort((short) (16_383 + 15)).putLong(44_100L << 48).put(ascii(coding));
    return Arrays.copyOf(aiff.array(), aiff.position());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "R", "RIFF", "RIFFxxxxWAVE", "RIFFxxxxAVI ", "ID3.....", "FORMxxxxAIFF"})
  void refusesWhatIsNoSoundFileInOneLine(String content) throws IOException {
    Path file = file(ascii(content));

    TapewireException told = assertThrows(TapewireException.class, () -> SoundFile.open(file));

    assertEquals(ExitCode.FAILED, told.exitCode());
    assertTrue(told.getMessage().startsWith("can't read " + file + ": "), told.getMessage());
    assertEquals(1, told.getMessage().lines().count());
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = directory.resolve("nothing.wav");

    TapewireException told = assertThrows(TapewireException.class, () -> SoundFile.open(file));

    assertEquals("can't read " + file + ": no such file", told.getMessage());
  }

  @Test
  void refusesAWavWithoutSamplesAndOneThatIsCoded() throws IOException {
    byte[] empty = WavHeader.of(new PcmFormat(8000, 1, Encoding.S16LE), 0);
    byte[] coded = WavHeader.of(new PcmFormat(8000, 1, Encoding.S16LE), 100);
    little(coded).putShort(56, (short) 85);

    assertMessage("there is not one sample in it", file(empty));
    assertMessage("its samples are coded (tag 85), not PCM", file(coded, new byte[100]));
    little(coded).putShort(68, (short) 1).putShort(70, (short) 0); // As encoders of MP3 fill it in.
    assertMessage("its samples are coded (tag 85), not PCM", file(coded, new byte[100]));
  }

  @Test
  void survivesHeadersWithAnyByteChanged() throws IOException {
    byte[] wav = WavHeader.of(new PcmFormat(48_000, 6, Encoding.S24LE), 1800);
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] changed = wav.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      Path file = file(changed, new byte[1800]);
      try {
        assertTrue(SoundFile.open(file).samples() > 0);
      } catch (TapewireException e) {
        assertEquals(ExitCode.FAILED, e.exitCode());
      }
    }
  }

  private static void assertMessage(String part, Path file) {
    TapewireException told = assertThrows(TapewireException.class, () -> SoundFile.open(file));
    assertTrue(told.getMessage().contains(part), told.getMessage());
  }

  private byte[] samples(SoundFile found, int length) throws IOException {
    byte[] all = Files.readAllBytes(directory.resolve("written"));
    byte[] pcm = Arrays.copyOfRange(all, (int) found.dataAt(), (int) found.dataAt() + length);
    found.transform().apply(pcm, length, found.format().encoding().bytesPerSample());
    return pcm;
  }

  private Path file(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return Files.write(directory.resolve("written"), all.toByteArray());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
