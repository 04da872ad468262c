package dev.tapewire.sender.conversion;

import dev.tapewire.common.audio.PcmFormat;
import java.nio.ByteBuffer;

/** How loud a stretch of PCM is. Safe for use by any thread. */
public final class Loudness {
  private Loudness() {}

  /** {@return the mean square over all channels; full scale is 1} */
  public static double meanSquare(PcmFormat format, byte[] pcm, int offset, int length) {
    ByteBuffer bytes = SampleCodec.view(pcm);
    int step = format.encoding().bytesPerSample();
    double sum = 0;
    for (int at = offset; at + step <= offset + length; at += step) {
      double sample = SampleCodec.decode(format.encoding(), bytes, at);
      sum += sample * sample;
    }
    return length < step ? 0 : sum * step / length;
  }
}
