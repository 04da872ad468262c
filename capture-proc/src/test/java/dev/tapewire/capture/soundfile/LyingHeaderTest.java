package dev.tapewire.capture.soundfile;

import static dev.tapewire.capture.soundfile.SoundBytes.ascii;
import static dev.tapewire.capture.soundfile.SoundBytes.pcm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers say too little, too much or nothing of how long the samples are; all are recorded. */
class LyingHeaderTest {
  private static final int SAMPLES = 8000;
  private static final int BYTES = 2 * SAMPLES;
  private static final byte[] LIST = chunk("LIST", 14, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] ANNO = chunk("ANNO", 7, ByteOrder.BIG_ENDIAN);
  private static final byte[] NOTHING = {};

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "1600, false", // More than 4 GiB, in small.
    "1600, true",
    "16000, true",
    "0, false", // Never filled in.
    "0, true",
    "-1, false",
    "-1, true",
    "2147483647, true",
    "15998, false",
  })
  void recordsAllSamplesOfAWavButNotItsMetadata(int told, boolean listBehind) throws IOException {
    byte[] behind = listBehind ? LIST : NOTHING;

    assertEquals(SAMPLES, samples(wav("RIFF", 16, 2, told), pcm(BYTES), behind));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesMetadataBehindAnOddByteForThatWhetherItIsFilledUpOrNot(boolean filled)
      throws IOException {
    byte[] odd = filled ? new byte[1] : NOTHING;

    assertEquals(101, samples(wav("RIFF", 8, 1, 101), pcm(101), odd, LIST));
  }

  @Test
  void takesTheOddByteAtTheEndForNoSample() throws IOException {
    assertEquals(101, samples(wav("RIFF", 8, 1, 101), pcm(101), new byte[1]));
    assertEquals(101, samples(wav("RIFF", 8, 1, 100), pcm(101)));
  }

  @Test
  void takesWhatOnlyBeginsAsMetadataForSamples() throws IOException {
    byte[] cut = java.util.Arrays.copyOf(LIST, LIST.length - 2);

    assertEquals(SAMPLES + cut.length / 2, samples(wav("RIFF", 16, 2, BYTES), pcm(BYTES), cut));
  }

  @Test
  void aWavOfMetadataAloneHasNotOneSample() throws IOException {
    refuses("there is not one sample in it", wav("RIFF", 16, 2, 0), LIST);
    refuses("there is not one sample in it", wav("RIFF", 16, 2, 0), LIST, LIST);
  }

  @Test
  void tellsOfASoundBehindTheSound() throws IOException {
    byte[] header = wav("RIFF", 16, 2, BYTES);
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(4, header.length - 8 + BYTES);

    SoundFile found = SoundFile.open(file(header, pcm(BYTES), header, pcm(BYTES)));

    assertEquals(SAMPLES, found.samples());
    assertTrue(found.soundsBehind());
  }

  @ParameterizedTest
  @CsvSource({
    "RF64, 16000, -1",
    "BW64, 16000, -1",
    "BW64, 0, -1",
    "BW64, -1, -1",
    "RF64, 16000, 16000"
  })
  void readsTheFormsWithLongLengths(String magic, long told, int inData) throws IOException {
    byte[] wav = wav(magic, 16, 2, inData);
    ByteBuffer ds64 = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    ds64.put(ascii("ds64")).putInt(28).putLong(0).putLong(told);
    byte[] head = java.util.Arrays.copyOf(wav, 12);
    byte[] rest = java.util.Arrays.copyOfRange(wav, 12, wav.length);

    SoundFile found = SoundFile.open(file(head, ds64.array(), rest, pcm(BYTES), LIST));

    assertEquals(SAMPLES, found.samples());
    assertEquals(told > 0 ? SAMPLES : SoundFile.UNKNOWN, found.samplesTold());
  }

  @Test
  void readsTheBigEndianForm() throws IOException {
    byte[] list = chunk("LIST", 14, ByteOrder.BIG_ENDIAN);

    SoundFile found = SoundFile.open(file(wav("RIFX", 16, 2, BYTES), pcm(BYTES), list));

    assertEquals(SAMPLES, found.samples());
    assertEquals(new PcmFormat(8000, 1, Encoding.S16LE), found.format());
    assertEquals(SampleTransform.SWAP, found.transform());
  }

  @ParameterizedTest
  @CsvSource({
    "0x007fffff, 0xff800000, S24LE, LOW_THREE", // As arecord -f S24_LE.
    "0x00ffffff, 0x00000001, S24LE, LOW_THREE",
    "0x7fffff00, 0x80000000, S32LE, NONE", // As the specification has it.
    "0x71efc1d0, 0x00007f98, S24LE, LOW_THREE", // Neither: as arecord.
    "0, 0, S24LE, LOW_THREE",
  })
  void tellsWhichSideOfFourBytesTwentyFourBitsLieOn(
      String one, String other, Encoding encoding, String transform) throws IOException {
    ByteBuffer samples = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    samples.putLong(0).putInt(Long.decode(one).intValue()).putInt(Long.decode(other).intValue());

    SoundFile found = SoundFile.open(file(wav("RIFF", 24, 4, 16), samples.array()));

    assertEquals(4, found.samples());
    assertEquals(encoding, found.format().encoding());
    assertEquals(transform, found.transform().name());
  }

  @Test
  void leavesTwentyBitsWhereTheyLieInThreeBytes() throws IOException {
    SoundFile found = SoundFile.open(file(wav("RIFF", 20, 3, 300), pcm(300)));

    assertEquals(100, found.samples());
    assertEquals(Encoding.S24LE, found.format().encoding());
    assertEquals(SampleTransform.NONE, found.transform());
  }

  @ParameterizedTest
  @CsvSource({
    "800, 16008, false", // Fewer told than there are.
    "8000, 16008, false",
    "80000, 16008, false", // More.
    "8000, 1608, false", // The chunk tells fewer.
    "8000, 160008, false",
    "0, 0, false", // Never filled in.
    "0, 8, false",
    "8000, -1, false",
    "0, 0, true",
    "800, 16008, true",
    "80000, 16008, true",
    "8000, 1608, true",
    "8000, -1, true",
  })
  void recordsAllSamplesOfAnAiffButNotItsMetadata(int told, int inChunk, boolean behind)
      throws IOException {
    byte[] metadata = behind ? ANNO : NOTHING;

    assertEquals(SAMPLES, samples(aiff(told, inChunk), pcm(BYTES), metadata));
  }

  @Test
  void anAiffOfMetadataAloneHasNotOneSample() throws IOException {
    refuses("there is not one sample in it", aiff(0, 8), ANNO);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1600, 16_000, 160_000})
  void recordsAllSamplesOfAnAu(int told) throws IOException {
    assertEquals(SAMPLES, samples(au(3, told), pcm(BYTES)));
  }

  @Test
  void namesTheWayForFloatsThatAreTooLong() throws IOException {
    byte[] wav = wav("RIFF", 64, 8, BYTES);
    wav[20] = 3;

    refuses("64-bit float is not read, only 32-bit; try --source 'cmd:ffmpeg", wav, pcm(BYTES));
    refuses("-c:a pcm_f32le -f wav -'", au(7, BYTES), pcm(BYTES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fLaC....", "OggS....", "ID3.....", "....ftyp", "riff....", "RIFF....AVI "})
  void namesTheCommandThatReadsOthers(String magic) throws IOException {
    Path file = file(ascii(magic), pcm(100));

    TapewireException told = assertThrows(TapewireException.class, () -> SoundFile.open(file));

    String way = "; try --source 'cmd:ffmpeg -v error -i " + file + " -f wav -'";
    assertTrue(told.getMessage().endsWith(way), told.getMessage());
  }

  /** What is all chunks at every eighth byte is looked at once, not once for each of them. */
  @Test
  void isNotHeldUpByATailThatIsAllChunks() throws IOException {
    ByteBuffer tail = ByteBuffer.allocate(6 << 20);
    while (tail.hasRemaining()) {
      tail.put(ascii("AAAA")).putInt(0);
    }

    assertTrue(samples(wav("RIFF", 16, 2, -1), pcm(BYTES), tail.array()) >= SAMPLES);
  }

  @Test
  void survivesFilesWithAnyByteOfThemChanged() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[][] heads = {
        wav("RIFF", 24, 4, 160), wav("RIFX", 16, 2, 160), aiff(80, 168), au(3, 160)
      };
      byte[] head = heads[i % heads.length];
      head[random.nextInt(head.length)] = (byte) random.nextInt();
      Path file = file(head, pcm(160), LIST);
      try {
        assertTrue(SoundFile.open(file).samples() > 0);
      } catch (TapewireException e) {
        assertEquals(1, e.getMessage().lines().count());
      }
    }
  }

  private long samples(byte[]... parts) throws IOException {
    return SoundFile.open(file(parts)).samples();
  }

  private void refuses(String part, byte[]... parts) throws IOException {
    Path file = file(parts);
    TapewireException told = assertThrows(TapewireException.class, () -> SoundFile.open(file));
    assertTrue(told.getMessage().contains(part), told.getMessage());
  }

  private Path file(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return Files.write(directory.resolve("sound"), all.toByteArray());
  }

  private static byte[] wav(String magic, int bits, int bytesPerSample, int dataBytes) {
    boolean big = magic.equals("RIFX");
    ByteBuffer wav = ByteBuffer.allocate(44);
    wav.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii(magic)).putInt(-1).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000 * bytesPerSample);
    wav.putShort((short) bytesPerSample).putShort((short) bits);
    wav.put(ascii("data")).putInt(dataBytes);
    return wav.array();
  }

  private static byte[] aiff(int samples, int chunkBytes) {
    ByteBuffer aiff = ByteBuffer.allocate(54);
    aiff.put(ascii("FORM")).putInt(0).put(ascii("AIFFCOMM")).putInt(18);
    aiff.putShort((short) 1).putInt(samples).putShort((short) 16);
    aiff.putShort((short) (16_383 + 12)).putLong(8000L << 51);
    return aiff.put(ascii("SSND")).putInt(chunkBytes).putLong(0).array();
  }

  private static byte[] au(int coding, int dataBytes) {
    ByteBuffer au = ByteBuffer.allocate(28).put(ascii(".snd")).putInt(28).putInt(dataBytes);
    return au.putInt(coding).putInt(8000).putInt(1).putInt(0).array();
  }

  private static byte[] chunk(String tag, int length, ByteOrder order) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + length + (length & 1)).order(order);
    return chunk.put(ascii(tag)).putInt(length).put(ascii("INFO")).array();
  }
}
