package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;

/**
 * A test tone in real time: a sine of 440 Hz, 12 dB below full scale, in every channel. Its phase
 * follows the position, so it goes on without a click wherever samples are missing. Confined to the
 * reader thread.
 */
public final class ToneSource implements AudioSource {
  private static final double TONE_HZ = 440;
  private static final double LEVEL = Math.pow(10, -12 / 20.0);

  private final PcmFormat format;
  private final Pacer pacer;
  private final Surroundings around;
  private final SampleWriter writer;
  private long position;
  private long lostAtStart;

  /** A tone of {@code format}. */
  public ToneSource(PcmFormat format, Surroundings around) {
    this.format = format;
    this.around = around;
    this.pacer = new Pacer(format, 1, around);
    this.writer = new SampleWriter(format.encoding());
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void start(StartPoint from) {
    lostAtStart = from.samplesMissedAt(around.clock().epochNs(), format);
    position = from.position() + lostAtStart;
    pacer.start();
  }

  @Override
  public boolean read(Slot into) {
    int samples = into.samplesMax();
    if (!pacer.await(samples)) {
      return true;
    }
    into.losses().add(GapReason.CAPTURE_RESTARTED, lostAtStart);
    lostAtStart = 0;
    int at = 0;
    for (int i = 0; i < samples; i++) {
      double value = LEVEL * Math.sin(2 * Math.PI * phase(position + i));
      for (int channel = 0; channel < format.channels(); channel++) {
        at = writer.write(into.pcm(), at, value);
      }
    }
    position += samples;
    pacer.gave(samples);
    into.fill(samples, around.clock().monotonicNs());
    return true;
  }

  /** Periods since the start; the whole seconds, which are whole periods, left out. */
  private double phase(long at) {
    return TONE_HZ * (at % format.sampleRateHz()) / format.sampleRateHz();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
