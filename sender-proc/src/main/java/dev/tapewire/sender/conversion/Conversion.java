package dev.tapewire.sender.conversion;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns the PCM of a tape into the PCM of a service, which has one channel. What comes out at index
 * k stands at {@code k / to.rate} after the stream's start. Equal formats pass as they are.
 * Confined to one thread.
 */
public final class Conversion {
  private static final int SILENCE_SAMPLES = 1024; // A piece that is taken at once.

  private final PcmFormat from;
  private final PcmFormat to;
  private final ChannelChoice channels;
  private final boolean same;
  private final RateChange rate;

  /**
   * Makes a conversion; {@link #start} comes first.
   *
   * @param to one channel, in s16le, f32le, mulaw or alaw
   * @throws dev.tapewire.common.error.TapewireException if the rates have too little in common
   */
  public Conversion(PcmFormat from, PcmFormat to, ChannelChoice channels) {
    if (to.channels() != 1) {
      throw new IllegalArgumentException("to " + to.channels() + " channels");
    }
    this.from = from;
    this.to = to;
    this.channels = channels;
    this.same = from.equals(to);
    this.rate = new RateChange(from.sampleRateHz(), to.sampleRateHz());
  }

  /** Takes what comes out. */
  public interface Sink {
    /** Takes {@code length} bytes, whole samples. */
    void take(byte[] bytes, int offset, int length);
  }

  /**
   * Begins anew.
   *
   * @param offset so many samples of the tape after the stream's start stands the next one taken
   * @return the index of the first sample that will come out
   */
  public long start(long offset) {
    return rate.start(offset);
  }

  /** Takes whole samples of all channels; hands on what is determined by then. */
  public void take(byte[] pcm, int offset, int length, Sink out) {
    if (same) {
      out.take(pcm, offset, length);
      return;
    }
    ByteBuffer bytes = SampleCodec.view(pcm);
    double[] samples = new double[length / from.blockBytes()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sample(bytes, offset + i * from.blockBytes());
    }
    convert(samples, out);
  }

  private double sample(ByteBuffer bytes, int at) {
    Encoding encoding = from.encoding();
    int width = encoding.bytesPerSample();
    if (channels.channel() >= 0) {
      int picked = Math.min(channels.channel(), from.channels() - 1);
      return SampleCodec.decode(encoding, bytes, at + picked * width);
    }
    double sum = 0;
    for (int channel = 0; channel < from.channels(); channel++) {
      sum += SampleCodec.decode(encoding, bytes, at + channel * width);
    }
    return sum / from.channels();
  }

  private void convert(double[] samples, Sink out) {
    if (from.sampleRateHz() == to.sampleRateHz()) {
      hand(samples, out);
      return;
    }
    for (double sample : samples) {
      if (rate.give(sample)) {
        hand(rate.drain(), out);
      }
    }
  }

  private void hand(double[] samples, Sink out) {
    if (samples.length == 0) {
      return;
    }
    byte[] bytes = new byte[samples.length * to.blockBytes()];
    ByteBuffer view = SampleCodec.view(bytes);
    for (double sample : samples) {
      SampleCodec.encode(to.encoding(), sample, view);
    }
    out.take(bytes, 0, bytes.length);
  }

  /** Takes silence. */
  public void silence(long samples, Sink out) {
    byte[] silent = new byte[SILENCE_SAMPLES * from.blockBytes()];
    Arrays.fill(silent, from.encoding().silence());
    for (long left = samples; left > 0; left -= SILENCE_SAMPLES) {
      int now = (int) Math.min(left, SILENCE_SAMPLES);
      take(silent, 0, now * from.blockBytes(), out);
    }
  }

  /** Nothing follows: hands on the rest. */
  public void finish(Sink out) {
    if (from.sampleRateHz() != to.sampleRateHz()) {
      hand(rate.finish(), out);
    }
  }

  /** {@return service samples that hold all of the first {@code samples} of the tape} */
  public long toService(long samples) {
    return rate.toService(samples);
  }

  /** {@return samples of the tape that the first {@code samples} of the service hold whole} */
  public long toTape(long samples) {
    return rate.fromService(samples);
  }
}
