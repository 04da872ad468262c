package dev.tapewire.capture.device;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;

/** Our formats as Java Sound says them, and back. */
final class AudioFormats {
  private AudioFormats() {}

  static AudioFormat of(PcmFormat format) {
    AudioFormat.Encoding encoding =
        switch (format.encoding()) {
          case S16LE, S24LE, S32LE -> AudioFormat.Encoding.PCM_SIGNED;
          case F32LE -> AudioFormat.Encoding.PCM_FLOAT;
          case U8 -> AudioFormat.Encoding.PCM_UNSIGNED;
          case MULAW -> AudioFormat.Encoding.ULAW;
          case ALAW -> AudioFormat.Encoding.ALAW;
        };
    float rateHz = format.sampleRateHz();
    int bits = format.encoding().bytesPerSample() * Byte.SIZE;
    return new AudioFormat(
        encoding, rateHz, bits, format.channels(), format.blockBytes(), rateHz, false);
  }

  /** {@return the encoding of {@code format}, or empty if the tape has none such} */
  static Optional<Encoding> encoding(AudioFormat format) {
    for (Encoding each : Encoding.values()) {
      AudioFormat ours = of(new PcmFormat(1, Math.max(1, format.getChannels()), each));
      boolean oneByte = ours.getSampleSizeInBits() == Byte.SIZE;
      if (ours.getEncoding().equals(format.getEncoding())
          && ours.getSampleSizeInBits() == format.getSampleSizeInBits()
          && ours.getFrameSize() == format.getFrameSize()
          && (oneByte || !format.isBigEndian())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
