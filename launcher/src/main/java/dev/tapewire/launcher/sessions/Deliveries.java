package dev.tapewire.launcher.sessions;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.Addressee;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.time.Clock;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads how far each destination of a session has it. Confined to one thread. */
final class Deliveries {
  private static final long NS_PER_MS = 1_000_000L;

  private final SessionPaths paths;
  private final SessionSummary summary;
  private final boolean recording;
  private final Set<Long> live;
  private final Clock clock;
  private final BiConsumer<String, Exception> tell;

  /**
   * Reads those of a session.
   *
   * @param recording whether a capture process records it
   * @param live the ids of the processes that run
   * @param tell takes what can't be read: one destination's files hide no other's
   */
  Deliveries(
      SessionPaths paths,
      SessionSummary summary,
      boolean recording,
      Set<Long> live,
      Clock clock,
      BiConsumer<String, Exception> tell) {
    this.tell = tell;
    this.paths = paths;
    this.summary = summary;
    this.recording = recording;
    this.live = live;
    this.clock = clock;
  }

  /** {@return one for each destination, addressed or served} */
  List<DeliveryView> read() throws IOException {
    List<DeliveryView> views = new ArrayList<>();
    for (Addressee each : Addressee.of(paths, summary.to())) {
      views.add(readable(each.key(), each.name()));
    }
    return List.copyOf(views);
  }

  /** What can't be read is taken for nothing confirmed, and told. */
  private DeliveryView readable(String key, String to) {
    try {
      return read(key, to);
    } catch (IOException | RuntimeException e) {
      String why = IoReason.withFile(e);
      tell.accept(
          "session " + paths.id() + ": what " + to + " has is not known, shown as nothing: " + why,
          e);
      return untouched(key, to);
    }
  }

  /** No sender has figures there: its checkpoint alone, if there is one, tells how far it is. */
  private DeliveryView byCheckpoint(String key, String to) throws IOException {
    Checkpoint at = MappedCheckpointStore.read(paths.checkpoint(key));
    boolean complete = at.complete() && summary.ended();
    DeliveryView view = untouched(key, to);
    return new DeliveryView(
        to,
        view.profile(),
        view.guarantee(),
        complete ? LinkState.DONE : LinkState.OFF,
        false,
        at.position(),
        at.position(),
        complete || view.abandoned() ? 0 : lagOf(at.position()) / NS_PER_MS,
        complete,
        !complete && view.abandoned());
  }

  private DeliveryView untouched(String key, String to) {
    boolean abandoned = paths.abandoned(key).isSet();
    String profile = profile(to, Guarantee.UNKNOWN);
    return new DeliveryView(
        to,
        profile,
        promised(to, profile, Guarantee.UNKNOWN),
        LinkState.OFF,
        false,
        0,
        0,
        abandoned ? 0 : lagOf(0) / NS_PER_MS,
        false,
        abandoned);
  }

  private DeliveryView read(String key, String to) throws IOException {
    CounterFile<SenderCounter> counters =
        CounterFile.openReader(paths.sendCounters(key), SenderCounter.class);
    if (counters == null) {
      return byCheckpoint(key, to);
    }
    SenderPulse pulse = new SenderPulse(counters, live, clock);
    long confirmed = counters.get(SenderCounter.CONFIRMED_SAMPLES);
    boolean complete = counters.get(SenderCounter.COMPLETE) == 1;
    if (!complete && !pulse.isFresh()) {
      Checkpoint checkpoint = MappedCheckpointStore.read(paths.checkpoint(key));
      complete = checkpoint.complete() && summary.ended();
      confirmed = Math.max(confirmed, checkpoint.position());
    }
    boolean abandoned = !complete && paths.abandoned(key).isSet();
    Guarantee guarantee =
        constant(Guarantee.values(), counters.get(SenderCounter.GUARANTEE), Guarantee.UNKNOWN);
    String profile = profile(to, guarantee);
    boolean over = complete || abandoned;
    return new DeliveryView(
        to,
        profile,
        promised(to, profile, guarantee),
        over ? (complete ? LinkState.DONE : LinkState.OFF) : pulse.linkState(),
        !over && pulse.hangs(),
        Math.max(confirmed, counters.get(SenderCounter.SENT_SAMPLES)),
        confirmed,
        over ? 0 : lag(pulse, confirmed) / NS_PER_MS,
        complete,
        abandoned);
  }

  /** A sender that lives knows it, of what is recorded now, without a look at the tape. */
  private long lag(SenderPulse pulse, long confirmed) {
    return recording && pulse.isFresh() ? pulse.lagNs() : lagOf(confirmed);
  }

  private long lagOf(long confirmed) {
    Captured oldest = OldestUnconfirmed.of(paths, summary, confirmed);
    return oldest == null ? 0 : oldest.ageNs(clock);
  }

  private static <E> E constant(E[] values, long ordinal, E unknown) {
    return ordinal >= 0 && ordinal < values.length ? values[(int) ordinal] : unknown;
  }

  /** An address without a profile is {@code auto} until an answer tells which it is. */
  private static String profile(String to, Guarantee guarantee) {
    String address = Destination.addressOf(to);
    if (Destination.isProfile(address)) {
      return address;
    }
    int equals = address.indexOf('=');
    if (equals > 0 && Destination.isProfile(to.substring(0, equals))) {
      return to.substring(0, equals);
    }
    if (to.startsWith(Destination.OWN_SCHEME + ":")) {
      return "tapewire";
    }
    return switch (guarantee) {
      case EXACTLY_ONCE, AT_LEAST_ONCE -> "tapewire";
      case EVIDENCE_ONLY -> "raw";
      case UNKNOWN -> "auto";
    };
  }

  /**
   * Before the destination has answered, what is sure is the least that its profile can promise;
   * our own receiver is always of the version that asks.
   */
  private static Guarantee promised(String to, String profile, Guarantee guarantee) {
    if (guarantee != Guarantee.UNKNOWN) {
      return guarantee;
    }
    if (to.startsWith(Destination.OWN_SCHEME + ":")) {
      return Guarantee.EXACTLY_ONCE;
    }
    return profile.equals("tapewire") ? Guarantee.AT_LEAST_ONCE : Guarantee.EVIDENCE_ONLY;
  }
}
