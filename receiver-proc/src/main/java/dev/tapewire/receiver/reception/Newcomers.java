package dev.tapewire.receiver.reception;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many tracks each host began in the running minute. Confined to the agent thread. */
final class Newcomers {
  private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Integer> byHost = new HashMap<>();
  private long minuteFromNs;

  /** {@return whether the host of {@code peer} began as many as it may} */
  boolean tooMany(Peer peer, long nowNs) {
    if (nowNs - minuteFromNs >= MINUTE_NS) {
      byHost.clear();
      minuteFromNs = nowNs;
    }
    Integer began = byHost.get(host(peer));
    return began == null
        ? byHost.size() >= ReceptionLimits.HOSTS_A_MINUTE_MAX
        : began >= ReceptionLimits.NEW_TRACKS_A_MINUTE_MAX;
  }

  /** That peer began one. */
  void began(Peer peer) {
    byHost.merge(host(peer), 1, Integer::sum);
  }

  private static String host(Peer peer) {
    int port = peer.name().lastIndexOf(':');
    return port < 0 ? peer.name() : peer.name().substring(0, port);
  }
}
