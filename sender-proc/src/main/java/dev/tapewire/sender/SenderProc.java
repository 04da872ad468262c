package dev.tapewire.sender;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.DeliveryKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.sender.link.OkHttpLinkFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The sender process: runs the agent until everything is delivered, or a stop is wanted and what
 * can be delivered is. Confined to the agent thread, which is the caller's.
 */
public final class SenderProc {
  private static final long ORPHAN_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final SendSettings settings;
  private final ProcessScope scope;
  private final Clock clock = new SystemClock();
  private final Log log;

  /** Gets ready; nothing is opened yet. */
  public SenderProc(SendSettings settings, ProcessScope scope, Log log) {
    this.settings = settings;
    this.scope = scope;
    this.log = log;
  }

  /**
   * Delivers.
   *
   * @return 0
   * @throws TapewireException if something stays undelivered, naming the command that finishes it
   */
  public int run() throws InterruptedException {
    takeUpAgain();
    settings.warnIfInsecure(scope, log);
    settings.warnIfUseless(log);
    try (OkHttpLinkFactory network =
            new OkHttpLinkFactory(settings.destination(), settings.approach());
        Doorbell doorbell = doorbell()) {
      Inbox inbox = new Inbox(network::to, doorbell);
      SenderAgent agent =
          new SenderAgent(new SenderContext(settings, inbox, clock, new SecureRandom(), log));
      try {
        loop(agent);
      } finally {
        agent.shipments().close();
      }
    }
    return ExitCode.OK.code();
  }

  /** Who looks without a pause needs no ring. */
  private Doorbell doorbell() {
    return settings.spins() ? Doorbell.unwired() : Doorbell.open(settings.tapes(), log);
  }

  /** Who names a session wants it sent, whatever was said of it before. */
  private void takeUpAgain() {
    if (settings.session() == null) {
      return;
    }
    SessionPaths paths = SessionPaths.of(settings.tapes(), settings.session());
    try {
      String begun = DeliveryKey.find(paths, settings.destination());
      paths.abandoned(begun == null ? settings.destination().key() : begun).clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void loop(SenderAgent agent) throws InterruptedException {
    DrainWatch drain = new DrainWatch(settings);
    long orphanCheckedNs = clock.monotonicNs();
    while (true) {
      long nowNs = clock.monotonicNs();
      boolean stopping = scope.stopRequested();
      boolean more = agent.work(nowNs, stopping);
      if (drain.isOver(agent.shipments(), stopping, nowNs) || scope.stopRequests() > 1) {
        conclude(agent.shipments());
        return;
      }
      if (nowNs - orphanCheckedNs > ORPHAN_CHECK_NS) {
        orphanCheckedNs = nowNs;
        if (scope.orphaned()) {
          log.warn("the supervisor is gone; stopping, what is not delivered stays on the tape");
          conclude(agent.shipments());
          return;
        }
      }
      if (!more) {
        agent.idle();
      }
    }
  }

  private void conclude(Shipments shipments) {
    Map<String, String> owed = new TreeMap<>(shipments.owed());
    for (Shipment shipment : shipments.open()) {
      owed.put(shipment.paths().id(), reason(shipment));
    }
    if (!owed.isEmpty()) {
      Map.Entry<String, String> first = owed.entrySet().iterator().next();
      String more = owed.size() == 1 ? "" : " (and " + (owed.size() - 1) + " more sessions)";
      throw TapewireException.undelivered(
          first.getKey()
              + more
              + " is not all delivered to "
              + settings.destination().name()
              + ": "
              + first.getValue()
              + remedy(first.getKey(), first.getValue()));
    }
  }

  private String remedy(String session, String reason) {
    return reason.startsWith("the tape is damaged") // Sending again does not help.
        ? "; what is left is written by: tapewire export " + session + " FILE --skip-damaged"
        : "; nothing is lost, finish with: " + settings.finishingCommand(session);
  }

  private static String reason(Shipment shipment) {
    if (shipment.refusal() != null) {
      return shipment.refusal();
    }
    return shipment.trouble() == null ? "stopped before the end" : shipment.trouble();
  }
}
