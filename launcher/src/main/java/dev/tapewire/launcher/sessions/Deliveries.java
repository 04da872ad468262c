package dev.tapewire.launcher.sessions;

import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads how far each destination of a session has it. Confined to one thread. */
final class Deliveries {
  private static final long NS_PER_MS = 1_000_000L;

  private Deliveries() {}

  /**
   * {@return one for each destination, addressed or served}
   *
   * @param live the ids of the processes that run
   */
  static List<DeliveryView> of(SessionPaths paths, SessionSummary summary, Set<Long> live)
      throws IOException {
    Map<String, DeliveryView> byName = new LinkedHashMap<>();
    summary.to().forEach(to -> byName.put(to, untouched(paths, to)));
    if (Files.isDirectory(paths.destinations())) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(paths.destinations())) {
        for (Path directory : directories) {
          String key = directory.getFileName().toString();
          if (Files.exists(paths.destinationName(key))) {
            String to = Files.readString(paths.destinationName(key)).strip();
            byName.put(to, read(paths, key, to, live));
          }
        }
      }
    }
    return List.copyOf(byName.values());
  }

  private static DeliveryView untouched(SessionPaths paths, String to) {
    boolean abandoned = paths.abandoned(Destination.keyOf(to)).isSet();
    String profile = profile(to, Guarantee.UNKNOWN);
    return new DeliveryView(
        to,
        profile,
        promised(profile, Guarantee.UNKNOWN),
        LinkState.OFF,
        0,
        0,
        0,
        false,
        abandoned);
  }

  private static DeliveryView read(SessionPaths paths, String key, String to, Set<Long> live)
      throws IOException {
    CounterFile<SenderCounter> counters =
        CounterFile.openReader(paths.sendCounters(key), SenderCounter.class);
    if (counters == null) {
      return untouched(paths, to);
    }
    boolean complete = counters.get(SenderCounter.COMPLETE) == 1;
    boolean abandoned = !complete && paths.abandoned(key).isSet();
    boolean served = live.contains(counters.get(SenderCounter.PID));
    LinkState idle = complete ? LinkState.DONE : LinkState.OFF;
    Guarantee guarantee =
        constant(Guarantee.values(), counters.get(SenderCounter.GUARANTEE), Guarantee.UNKNOWN);
    String profile = profile(to, guarantee);
    return new DeliveryView(
        to,
        profile,
        promised(profile, guarantee),
        served && !complete && !abandoned
            ? constant(LinkState.values(), counters.get(SenderCounter.LINK_STATE), LinkState.OFF)
            : idle,
        counters.get(SenderCounter.SENT_SAMPLES),
        counters.get(SenderCounter.CONFIRMED_SAMPLES),
        counters.get(SenderCounter.LAG_NS) / NS_PER_MS,
        complete,
        abandoned);
  }

  private static <E> E constant(E[] values, long ordinal, E unknown) {
    return ordinal >= 0 && ordinal < values.length ? values[(int) ordinal] : unknown;
  }

  /** An address without a profile is {@code auto} until an answer tells which it is. */
  private static String profile(String to, Guarantee guarantee) {
    int equals = to.indexOf('=');
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
   * Before the destination has answered, what is sure is the least that its profile can promise.
   */
  private static Guarantee promised(String profile, Guarantee guarantee) {
    if (guarantee != Guarantee.UNKNOWN) {
      return guarantee;
    }
    return profile.equals("tapewire") ? Guarantee.AT_LEAST_ONCE : Guarantee.EVIDENCE_ONLY;
  }
}
