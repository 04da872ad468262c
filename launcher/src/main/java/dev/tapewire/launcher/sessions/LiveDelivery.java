package dev.tapewire.launcher.sessions;

import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.DeliveryKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.time.Clock;
import java.io.IOException;

/**
 * How one destination has a session that is recorded, asked many times a second; the tape is read
 * only while no sender tells. Confined to one thread.
 */
public final class LiveDelivery {
  private final SessionPaths paths;
  private final Destination to;
  private final Clock clock;
  private CounterFile<SenderCounter> counters;
  private Captured oldest;
  private long oldestAtSamples = -1;

  /** Asks about {@code to}. */
  public LiveDelivery(SessionPaths paths, Destination to, Clock clock) {
    this.paths = paths;
    this.to = to;
    this.clock = clock;
  }

  /**
   * How it stands now. Immutable.
   *
   * @param link in one word
   * @param confirmedSamples position up to which it is confirmed
   * @param lagNs age of the oldest sample not confirmed
   */
  public record Figures(String link, long confirmedSamples, long lagNs) {}

  /** {@return how it stands, with {@code samples} on the timeline by now} */
  public Figures now(long samples) throws IOException {
    SenderPulse pulse = pulse();
    if (pulse == null) {
      return new Figures(LinkState.OFF.label(), 0, lagNs(0, samples));
    }
    long confirmed = counters.get(SenderCounter.CONFIRMED_SAMPLES);
    if (counters.get(SenderCounter.COMPLETE) == 1) {
      return new Figures(LinkState.DONE.label(), confirmed, 0);
    }
    String link = pulse.hangs() ? "HANGS" : pulse.linkState().label();
    return new Figures(
        link, confirmed, pulse.isFresh() ? pulse.lagNs() : lagNs(confirmed, samples));
  }

  /** {@return as {@link SenderPulse#workingBeat}; 0 while there is no sender} */
  public long workingBeat() throws IOException {
    SenderPulse pulse = pulse();
    return pulse == null ? 0 : pulse.workingBeat();
  }

  /** {@return null while no sender has begun} */
  private SenderPulse pulse() throws IOException {
    if (counters == null) {
      counters = CounterFile.openReader(paths.sendCounters(key()), SenderCounter.class);
    }
    if (counters == null) {
      return null;
    }
    long pid = counters.get(SenderCounter.PID);
    boolean served = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    return new SenderPulse(counters, served, clock);
  }

  private String key() {
    String found = DeliveryKey.find(paths, to);
    return found == null ? to.key() : found;
  }

  private long lagNs(long confirmed, long samples) throws IOException {
    if (samples <= confirmed) {
      return 0;
    }
    if (oldest == null || oldestAtSamples != confirmed) {
      SessionSummary summary = SessionSummary.read(paths);
      oldest = summary == null ? null : OldestUnconfirmed.of(paths, summary, confirmed);
      oldestAtSamples = confirmed;
    }
    return oldest == null ? 0 : oldest.ageNs(clock);
  }
}
