package dev.tapewire.capture.soundfile;

import static dev.tapewire.capture.soundfile.SoundBytes.ascii;
import static dev.tapewire.capture.soundfile.SoundBytes.pcm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a pipe, cut into pieces of any size, by lives of any length. */
class SoundPipeTest {
  private static final PcmFormat ASKED = new PcmFormat(44_100, 2, Encoding.S16LE);
  private static final int BYTES = 1600;

  @TempDir private Path directory;

  private final List<String> warned = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4096})
  void readsAWavAsItsHeaderSays(int chunk) throws IOException {
    byte[] pcm = pcm(BYTES);
    SoundPipe pipe = open(stream(chunk, wav(16, 2, BYTES), pcm, chunk("LIST", 9)));

    assertEquals(new PcmFormat(8000, 1, Encoding.S16LE), pipe.format());
    assertEquals("WAV", pipe.type());
    assertArrayEquals(pcm, readAll(pipe));
    assertEquals(List.of(), warned);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 0x7FFF_FFDB, 0x7FFF_F000})
  void readsToTheEndWhereTheWriterCouldNotKnowTheLength(int told) throws IOException {
    byte[] pcm = pcm(BYTES);

    assertArrayEquals(pcm, readAll(open(stream(7, wav(16, 2, told), pcm))));
    assertEquals(List.of(), warned);
  }

  @Test
  void readsOnBehindALengthThatLiesAndSaysSo() throws IOException {
    byte[] pcm = pcm(BYTES);

    assertArrayEquals(pcm, readAll(open(stream(7, wav(16, 2, 160), pcm))));
    assertEquals(1, warned.size());
    assertTrue(warned.get(0).startsWith("goes on behind the 80 samples"), warned.get(0));
  }

  @Test
  void saysWhatNeverCame() throws IOException {
    byte[] pcm = pcm(BYTES);

    assertArrayEquals(pcm, readAll(open(stream(7, wav(16, 2, 2 * BYTES), pcm))));
    assertTrue(warned.get(0).contains("says 1600 samples, 800 of which never came"));
  }

  @Test
  void aWavOfMetadataAloneHasNoSample() throws IOException {
    assertArrayEquals(
        new byte[0], readAll(open(stream(5, wav(16, 2, 0), chunk("LIST", 9), chunk("id3 ", 20)))));
  }

  @Test
  void takesTheOddByteOfAWavForNoSample() throws IOException {
    byte[] pcm = pcm(101);

    assertArrayEquals(
        pcm, readAll(open(stream(5, wav(8, 1, 101), pcm, new byte[1], chunk("LIST", 9)))));
    assertArrayEquals(pcm, readAll(open(stream(5, wav(8, 1, 101), pcm, new byte[1]))));
    assertArrayEquals(pcm, readAll(open(stream(5, wav(8, 1, 101), pcm, chunk("LIST", 9)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4096})
  void turnsRoundTheSamplesOfAnAiffAndAnAu(int chunk) throws IOException {
    byte[] pcm = pcm(BYTES);
    byte[] turned = pcm.clone();
    SampleTransform.SWAP.apply(turned, BYTES, 2);

    assertArrayEquals(turned, readAll(open(stream(chunk, aiff(), pcm))));
    assertArrayEquals(turned, readAll(open(stream(chunk, au(), pcm))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4096})
  void takesThreeBytesOutOfFour(int chunk) throws IOException {
    byte[] pcm = pcm(BYTES);
    byte[] narrow = pcm.clone();
    int length = SampleTransform.LOW_THREE.apply(narrow, BYTES, 3);

    SoundPipe pipe = open(stream(chunk, wav(24, 4, BYTES), pcm));

    assertArrayEquals(Arrays.copyOf(narrow, length), readAll(pipe));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 4000})
  void leavesPcmAsItIs(int length) throws IOException {
    byte[] pcm = pcm(length);
    SoundPipe pipe = open(stream(5, pcm));

    assertNull(pipe.type());
    assertEquals(ASKED, pipe.format());
    assertArrayEquals(pcm, readAll(pipe));
  }

  @ParameterizedTest
  @CsvSource({
    "fLaC, 0",
    "OggS, 0",
    "ftyp, 4",
    "riff, 0",
    "wvpk, 0",
    "caff, 0",
    "<html>, 0",
  })
  void refusesWhatIsNoPcm(String magic, int at) {
    byte[] head = new byte[64];
    System.arraycopy(ascii(magic), 0, head, at, magic.length());

    HeaderException told = assertThrows(HeaderException.class, () -> open(stream(5, head)));

    assertEquals("-f wav -", told.decoder());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1A45DFA3", "49443303", "524946460000000041564920", "3026B2758E66CF11"})
  void refusesWhatIsNoPcmByItsBytes(String hex) {
    byte[] head = Arrays.copyOf(java.util.HexFormat.of().parseHex(hex), 64);

    assertThrows(HeaderException.class, () -> open(stream(5, head)));
  }

  /** Killed between any two bytes, also of the header and of a sample. */
  @ParameterizedTest
  @ValueSource(strings = {"wav", "wav24in4", "aiff", "raw"})
  void goesOnWhereAKilledLifeLeftIt(String kind) throws IOException {
    byte[] head =
        switch (kind) {
          case "wav" -> wav(16, 2, BYTES);
          case "wav24in4" -> wav(24, 4, BYTES);
          case "aiff" -> aiff();
          default -> new byte[0];
        };
    byte[] pcm = pcm(BYTES);
    byte[] expected = readAll(open(stream(4096, head, pcm)));
    int sample = kind.equals("wav24in4") ? 3 : 2;
    for (int killedAt = 0; killedAt < head.length + 40; killedAt++) {
      HeadMemory memory = new HeadMemory(directory.resolve(kind + killedAt));
      InputStream raw = stream(1, head, pcm);
      byte[] before = readUntilKilled(new Mortal(raw, killedAt), memory);

      SoundPipe next = SoundPipe.open(raw, memory, ASKED, before.length, warned::add);
      byte[] after = readAll(next);

      byte[] all = new byte[before.length + next.lostBytes() + after.length];
      System.arraycopy(before, 0, all, 0, before.length);
      int at = before.length + next.lostBytes();
      System.arraycopy(after, 0, all, at, after.length);
      // What was lost is told as lost, so that every other sample stands where it belongs.
      System.arraycopy(expected, before.length, all, before.length, next.lostBytes());
      assertArrayEquals(expected, all, "killed at " + killedAt);
      assertTrue(next.lostBytes() == 0 || next.lostBytes() == sample);
      assertEquals(0, memory.torn());
    }
  }

  private byte[] readUntilKilled(InputStream raw, HeadMemory memory) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      SoundPipe pipe = SoundPipe.open(raw, memory, ASKED, 0, warned::add);
      byte[] some = new byte[12];
      for (int got = 0; got >= 0; got = pipe.read(some, 0, some.length)) {
        all.write(some, 0, got);
      }
    } catch (IOException killed) {
      assertEquals("killed", killed.getMessage());
    }
    return all.toByteArray();
  }

  /** Gives so many bytes, then no more: the process that asked is gone. */
  private static final class Mortal extends FilterInputStream {
    private int left;

    Mortal(InputStream in, int left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (left == 0) {
        throw new IOException("killed");
      }
      int got = super.read(into, at, Math.min(left, length));
      left -= Math.max(0, got);
      return got;
    }
  }

  /** Gives few bytes at once, and shows no more of them than that. */
  private static final class Dribbling extends ByteArrayInputStream {
    private final int chunk;

    Dribbling(byte[] bytes, int chunk) {
      super(bytes);
      this.chunk = chunk;
    }

    @Override
    public synchronized int read(byte[] into, int at, int length) {
      return super.read(into, at, Math.min(chunk, length));
    }

    @Override
    public synchronized int available() {
      return Math.min(chunk, super.available());
    }
  }

  private SoundPipe open(InputStream raw) throws IOException {
    return SoundPipe.open(raw, new HeadMemory(null), ASKED, 0, warned::add);
  }

  private static byte[] readAll(SoundPipe pipe) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[24];
    for (int got = 0; got >= 0; got = pipe.read(some, 0, some.length)) {
      all.write(some, 0, got);
    }
    return all.toByteArray();
  }

  private static InputStream stream(int chunk, byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return new Dribbling(all.toByteArray(), chunk);
  }

  private static byte[] wav(int bits, int bytesPerSample, int dataBytes) {
    ByteBuffer wav = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(-1).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000 * bytesPerSample);
    wav.putShort((short) bytesPerSample).putShort((short) bits);
    return wav.put(ascii("data")).putInt(dataBytes).array();
  }

  private static byte[] aiff() {
    ByteBuffer aiff = ByteBuffer.allocate(54);
    aiff.put(ascii("FORM")).putInt(0).put(ascii("AIFFCOMM")).putInt(18);
    aiff.putShort((short) 1).putInt(0).putShort((short) 16);
    aiff.putShort((short) (16_383 + 12)).putLong(8000L << 51);
    return aiff.put(ascii("SSND")).putInt(0).putLong(0).array();
  }

  private static byte[] au() {
    ByteBuffer au = ByteBuffer.allocate(32).put(ascii(".snd")).putInt(32).putInt(-1);
    return au.putInt(3).putInt(8000).putInt(1).putLong(0).array();
  }

  private static byte[] chunk(String tag, int length) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + length + (length & 1));
    return chunk.order(ByteOrder.LITTLE_ENDIAN).put(ascii(tag)).putInt(length).array();
  }
}
