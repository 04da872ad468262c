package dev.tapewire.capture;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.Clock;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** A source that gives random samples and losses and remembers them; it ends when it is told. */
final class ScriptedSource implements AudioSource {
  private final PcmFormat format;
  private final boolean live;
  private final Clock clock;
  private final Random random;
  private final ByteArrayOutputStream produced = new ByteArrayOutputStream();
  private boolean ended;

  ScriptedSource(PcmFormat format, boolean live, Clock clock, long seed) {
    this.format = format;
    this.live = live;
    this.clock = clock;
    this.random = new Random(seed);
  }

  /** All it gave; what it lost itself stands as zeros. */
  byte[] produced() {
    return produced.toByteArray();
  }

  void end() {
    ended = true;
  }

  @Override
  public PcmFormat format() {
    return format;
  }

  @Override
  public boolean isLive() {
    return live;
  }

  @Override
  public void start(StartPoint from) {
    // It has no position.
  }

  @Override
  public boolean read(Slot into) {
    if (ended) {
      return false;
    }
    int samples = random.nextInt(into.samplesMax() + 1);
    if (random.nextInt(10) == 0) {
      int lost = 1 + random.nextInt(5);
      into.losses().add(GapReason.SOURCE_STALLED, lost);
      produced.writeBytes(new byte[lost * format.blockBytes()]);
    }
    byte[] pcm = new byte[samples * format.blockBytes()];
    random.nextBytes(pcm);
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = pcm[i] == 0 ? 1 : pcm[i]; // Zero is what lost samples stand as.
    }
    System.arraycopy(pcm, 0, into.pcm(), 0, pcm.length);
    produced.writeBytes(Arrays.copyOf(pcm, pcm.length));
    into.fill(samples, clock.monotonicNs());
    return true;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
