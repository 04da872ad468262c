package dev.tapewire.sender.conversion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Tables of mu-law and A-law (ITU-T G.711), filled by the JDK's codecs. Immutable. */
final class G711 {
  private static final int CODES = 256;
  private static final int LEVELS = 65_536;
  private static final float ANY_RATE = 8000;
  private static final Map<AudioFormat.Encoding, G711> TABLES = new ConcurrentHashMap<>();

  private final short[] levels = new short[CODES];
  private final byte[] codes;

  private G711(AudioFormat.Encoding law) {
    AudioFormat coded = new AudioFormat(law, ANY_RATE, 8, 1, 1, ANY_RATE, false);
    AudioFormat linear = new AudioFormat(ANY_RATE, 16, 1, true, false);
    byte[] all = new byte[CODES];
    for (int i = 0; i < CODES; i++) {
      all[i] = (byte) i;
    }
    byte[] decoded = convert(all, CODES, coded, linear);
    for (int i = 0; i < CODES; i++) {
      levels[i] = (short) ((decoded[2 * i] & 0xFF) | decoded[2 * i + 1] << 8);
    }
    byte[] ramp = new byte[2 * LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      ramp[2 * i] = (byte) i;
      ramp[2 * i + 1] = (byte) (i >> 8);
    }
    codes = convert(ramp, LEVELS, linear, coded);
  }

  static G711 muLaw() {
    return TABLES.computeIfAbsent(AudioFormat.Encoding.ULAW, G711::new);
  }

  static G711 aLaw() {
    return TABLES.computeIfAbsent(AudioFormat.Encoding.ALAW, G711::new);
  }

  private static byte[] convert(byte[] bytes, int samples, AudioFormat from, AudioFormat to) {
    try (AudioInputStream in =
            new AudioInputStream(new ByteArrayInputStream(bytes), from, samples);
        AudioInputStream out = AudioSystem.getAudioInputStream(to, in)) {
      return out.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the 16 bit level of a code} */
  short level(byte code) {
    return levels[code & 0xFF];
  }

  /** {@return the code of a 16 bit level} */
  byte code(int level) {
    return codes[level & 0xFFFF];
  }
}
