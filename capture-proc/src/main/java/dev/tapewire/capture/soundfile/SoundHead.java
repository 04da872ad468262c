package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * What the header of a sound tells. Immutable.
 *
 * @param type for people: {@code WAV}
 * @param format of the samples once transformed
 * @param transform from the sound's bytes to the format's
 * @param dataAt offset of the first sample
 * @param dataBytes what the header gives the samples; {@link #UNKNOWN}: it was written before that
 *     was known
 * @param samplesTold per channel, as the header says; {@link #UNKNOWN} alike
 * @param chunks the byte order of the chunks that may stand behind the samples; null: the format
 *     has none
 */
record SoundHead(
    String type,
    PcmFormat format,
    SampleTransform transform,
    long dataAt,
    long dataBytes,
    long samplesTold,
    ByteOrder chunks) {
  /** Of a length. */
  static final long UNKNOWN = -1;

  private static final int MAGIC_BYTES = 4;

  /** {@return bytes that one sample of every channel takes as it stands there} */
  int blockBytes() {
    return format.channels() * transform.storedBytes(format.encoding().bytesPerSample());
  }

  /** {@return the same, with so many samples told} */
  SoundHead telling(long samples) {
    return new SoundHead(type, format, transform, dataAt, dataBytes, samples, chunks);
  }

  /**
   * Reads a header.
   *
   * @throws HeaderException if that is none, or of a kind that is not read
   */
  static SoundHead of(HeaderBytes bytes) throws IOException {
    if (bytes.length() < MAGIC_BYTES) {
      throw new HeaderException("not a sound file; WAV, AIFF and AU are read");
    }
    return switch (bytes.tag(0)) {
      case "RIFF", "RF64", "BW64", "RIFX" -> new WavParser(bytes).parse();
      case "FORM" -> new AiffParser(bytes).parse();
      case ".snd" -> AuParser.parse(bytes);
      default -> throw HeaderException.coded("not a WAV, AIFF or AU file");
    };
  }

  /** {@return the format that a header says, checked} */
  static PcmFormat format(long rateHz, int channels, SampleKind kind) {
    try {
      if (rateHz != (int) rateHz) {
        throw new IllegalArgumentException("rate " + rateHz + " Hz");
      }
      return new PcmFormat((int) rateHz, channels, kind.encoding());
    } catch (IllegalArgumentException e) {
      throw new HeaderException("its header says " + e.getMessage());
    }
  }
}
