package dev.tapewire.sender.conversion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
  private static final PcmFormat SERVICE = new PcmFormat(16_000, 1, Encoding.S16LE);
  private static final double HALF_SCALE = 0.5;

  /** How much of a tone is left, dB, besides what the edges make of it. */
  private static double levelDb(int rateHz, int toHz, double toneHz) {
    PcmFormat from = new PcmFormat(rateHz, 1, Encoding.F32LE);
    PcmFormat to = new PcmFormat(toHz, 1, Encoding.F32LE);
    float[] out = floats(convert(from, to, tone(from, toneHz, rateHz), 1024));
    double sum = 0;
    int edge = toHz / 10;
    for (int i = edge; i < out.length - edge; i++) {
      sum += out[i] * out[i];
    }
    double rms = Math.sqrt(sum / (out.length - 2 * edge));
    return 20 * Math.log10(rms * Math.sqrt(2) / HALF_SCALE + 1e-9);
  }

  private static byte[] tone(PcmFormat format, double hz, int samples) {
    var bytes = SampleCodec.view(new byte[(int) format.bytes(samples)]);
    for (int i = 0; i < samples; i++) {
      double at = HALF_SCALE * Math.sin(2 * Math.PI * hz * i / format.sampleRateHz());
      SampleCodec.encode(format.encoding(), at, bytes);
    }
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / 4];
    SampleCodec.view(bytes).asFloatBuffer().get(floats);
    return floats;
  }

  private static byte[] convert(PcmFormat from, PcmFormat to, byte[] pcm, int samplesATime) {
    Conversion conversion = new Conversion(from, to, ChannelChoice.MIX);
    conversion.start(0);
    return rest(conversion, from, pcm, 0, samplesATime);
  }

  private static byte[] rest(
      Conversion conversion, PcmFormat from, byte[] pcm, int first, int samplesATime) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int step = samplesATime * from.blockBytes();
    for (int at = first * from.blockBytes(); at < pcm.length; at += step) {
      conversion.take(pcm, at, Math.min(step, pcm.length - at), out::write);
    }
    conversion.finish(out::write);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "44100,16000",
    "48000,16000",
    "44100,24000",
    "16000,24000",
    "8000,16000",
    "11025,16000",
    "48000,8000",
    "192000,16000",
    "384000,16000"
  })
  void whatTheServiceCanHearPasses(int from, int to) {
    double band = Math.min(from, to) / 2.0;
    for (double part : new double[] {0.02, 0.3, 0.6, 0.8}) {
      assertEquals(0, levelDb(from, to, part * band), 0.5, part * band + " Hz");
    }
  }

  @Test
  void whatItCannotHearIsFilteredOut() {
    double level = levelDb(44_100, 16_000, 10_000);
    System.out.printf("ConversionTest: of 10 kHz at 44.1 kHz %.1f dB is left at 16 kHz%n", level);
    assertTrue(level < -60, level + " dB");
    for (double hz = 10_000; hz < 22_000; hz += 1_500) {
      assertTrue(levelDb(44_100, 16_000, hz) < -60, hz + " Hz");
      assertTrue(levelDb(48_000, 16_000, hz) < -60, hz + " Hz");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100,16000",
    "48000,16000",
    "44100,24000",
    "16000,24000",
    "11025,16000",
    "384000,16000"
  })
  void aClickStaysWhereItIs(int from, int to) {
    PcmFormat in = new PcmFormat(from, 1, Encoding.F32LE);
    PcmFormat out = new PcmFormat(to, 1, Encoding.F32LE);
    int at = from / 3;
    var pcm = SampleCodec.view(new byte[(int) in.bytes(from)]);
    pcm.putFloat(at * 4, 1);
    float[] heard = floats(convert(in, out, pcm.array(), 333));
    double moment = 0;
    double weight = 0;
    for (int i = 0; i < heard.length; i++) {
      moment += i * (double) heard[i] * heard[i];
      weight += heard[i] * heard[i];
    }
    assertEquals((double) at * to / from, moment / weight, 0.5);
    assertEquals(to, heard.length);
  }

  @Test
  void itDoesNotMatterInWhichPiecesItComes() {
    Random random = new Random(5);
    PcmFormat from = new PcmFormat(44_100, 2, Encoding.S16LE);
    byte[] pcm = new byte[(int) from.bytes(30_000)];
    random.nextBytes(pcm);
    byte[] whole = convert(from, SERVICE, pcm, 30_000);
    assertEquals((30_000L * 16_000 + 44_099) / 44_100 * 2, whole.length);
    for (int pieces : new int[] {1, 7, 441, 1024, 4410, 4411}) {
      assertArrayEquals(whole, convert(from, SERVICE, pcm, pieces), pieces + " at a time");
    }
  }

  @ParameterizedTest
  @CsvSource({"44100,16000", "44100,24000", "16000,24000", "8000,16000", "192000,16000"})
  void aStreamThatBeginsLaterGivesTheSameSamples(int from, int to) {
    Random random = new Random(6);
    PcmFormat in = new PcmFormat(from, 1, Encoding.S16LE);
    PcmFormat out = new PcmFormat(to, 1, Encoding.S16LE);
    byte[] pcm = new byte[(int) in.bytes(from)];
    random.nextBytes(pcm);
    byte[] whole = convert(in, out, pcm, 1024);
    for (int offset : new int[] {1, 1000, from / 4 + 3}) {
      Conversion later = new Conversion(in, out, ChannelChoice.MIX);
      long first = later.start(offset);
      assertEquals(-Math.floorDiv(-(long) offset * to, from), first);
      byte[] heard = rest(later, in, pcm, offset, 1024);
      int warm = 2 * 40; // The reach of the filter, bytes.
      assertArrayEquals(
          Arrays.copyOfRange(whole, (int) first * 2 + warm, whole.length),
          Arrays.copyOfRange(heard, warm, heard.length));
    }
  }

  @Test
  void countsExactlyAfterAThousandDays() {
    Conversion conversion =
        new Conversion(new PcmFormat(44_100, 1, Encoding.S16LE), SERVICE, ChannelChoice.MIX);
    long days = 44_100L * 86_400 * 1000;
    assertEquals(16_000L * 86_400 * 1000, conversion.toService(days));
    assertEquals(16_000L * 86_400 * 1000 + 1, conversion.toService(days + 1));
    assertEquals(days, conversion.toTape(16_000L * 86_400 * 1000));
    assertEquals(days + 2, conversion.toTape(16_000L * 86_400 * 1000 + 1));
  }

  @Test
  void mixesOrPicksAChannel() {
    PcmFormat stereo = new PcmFormat(16_000, 2, Encoding.S16LE);
    byte[] pcm = {0, 16, 0, 32, 0, 16, 0, 32};
    assertArrayEquals(new byte[] {0, 24, 0, 24}, convert(stereo, SERVICE, pcm, 2));
    Conversion second = new Conversion(stereo, SERVICE, new ChannelChoice(1));
    second.start(0);
    assertArrayEquals(new byte[] {0, 32, 0, 32}, rest(second, stereo, pcm, 0, 1));
  }

  @ParameterizedTest
  @CsvSource({"S16LE,16", "S24LE,16", "S32LE,16", "F32LE,16", "U8,8", "MULAW,6", "ALAW,6"})
  void readsEveryEncodingOfATape(Encoding encoding, int bits) {
    PcmFormat format = new PcmFormat(16_000, 1, encoding);
    byte[] pcm = new byte[encoding.bytesPerSample()];
    Arrays.fill(pcm, encoding.silence());
    assertEquals(0, SampleCodec.decode(encoding, SampleCodec.view(pcm), 0), 1e-3);
    if (encoding == Encoding.S24LE || encoding == Encoding.S32LE) {
      pcm[pcm.length - 1] = (byte) 0xC0;
    } else if (encoding == Encoding.U8) {
      pcm[0] = 64;
    } else {
      SampleCodec.encode(encoding, -0.5, SampleCodec.view(pcm));
    }
    byte[] heard = convert(format, SERVICE, pcm, 1);
    assertEquals(
        -0.5, SampleCodec.decode(Encoding.S16LE, SampleCodec.view(heard), 0), 2.0 / (1 << bits));
  }

  @Test
  void clipsWhatIsTooLoud() {
    PcmFormat format = new PcmFormat(16_000, 1, Encoding.F32LE);
    var pcm = SampleCodec.view(new byte[12]).putFloat(3f).putFloat(-3f).putFloat(Float.NaN);
    assertArrayEquals(
        new byte[] {(byte) 0xFF, 0x7F, 0, (byte) 0x80, 0, 0},
        convert(format, SERVICE, pcm.array(), 3));
  }

  @Test
  void refusesRatesWithTooLittleInCommon() {
    PcmFormat odd = new PcmFormat(44_101, 1, Encoding.S16LE);
    assertThrows(TapewireException.class, () -> new Conversion(odd, SERVICE, ChannelChoice.MIX));
  }
}
