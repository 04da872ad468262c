package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.Guarantee;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a delivery tells people: one line when it breaks and one when it is back, not one for each
 * attempt. Confined to the agent thread.
 */
final class DeliveryLog {
  private static final double NS_PER_S = TimeUnit.SECONDS.toNanos(1);
  private static final long WELL = Long.MIN_VALUE;

  private final Log log;
  private final String name;
  private final PcmFormat format;
  private final long first;
  private long brokenSinceNs = WELL;
  private String noticed;
  private String fellBackFor;

  /**
   * Tells of a delivery.
   *
   * @param first position that is delivered: what is told of the whole counts from there
   */
  DeliveryLog(Log log, String name, PcmFormat format, long first) {
    this.log = log;
    this.name = name;
    this.format = format;
    this.first = first;
  }

  void opened(Conversation conversation, long sentPosition) {
    long from = conversation.sentPosition();
    long again = sentPosition - from;
    if (conversation.guarantee() != Guarantee.EXACTLY_ONCE
        && conversation.guarantee() != Guarantee.UNKNOWN
        && again > 0) {
      log.info(
          String.format(
              Locale.ROOT,
              "%s: goes on at %s; up to %s s may arrive twice, %s",
              name,
              seconds(from),
              secondsAtMost(again),
              conversation.guarantee() == Guarantee.EVIDENCE_ONLY
                  ? "a raw server confirms nothing"
                  : "what was not answered is heard again"));
    } else {
      log.detail(name + ": link open, confirmed up to " + seconds(from) + " s");
    }
  }

  void lost(String reason, long nowNs) {
    if (brokenSinceNs == WELL) {
      brokenSinceNs = nowNs;
      log.warn(name + ": " + reason + "; trying again, the recording is kept");
    } else {
      log.detail(name + ": " + reason);
    }
  }

  void recovered(long nowNs) {
    if (brokenSinceNs != WELL) {
      double down = (nowNs - brokenSinceNs) / NS_PER_S;
      brokenSinceNs = WELL;
      log.info(String.format(Locale.ROOT, "%s: connected again after %.1f s", name, down));
    }
  }

  void refused(String reason) {
    log.warn(name + ": " + reason + "; trying once a minute, the recording is kept");
  }

  void fallsBack(String reason) {
    if (!reason.equals(fellBackFor)) {
      fellBackFor = reason; // Else a wrong path would tell it once a minute.
      log.info(name + ": " + reason + "; sending raw audio");
    }
  }

  void failed(String reason) {
    log.warn(name + ": " + reason);
  }

  /** Tells something that happened while the link goes on; the same again and again only once. */
  void notice(String text) {
    if (text != null && !text.equals(noticed)) {
      noticed = text;
      log.warn(name + ": " + text);
    }
  }

  void next(Verdict verdict, Checkpoint at) {
    log.info(name + ": " + verdict.reason() + "; a new one from " + seconds(at.position()) + " s");
  }

  void done(Verdict verdict, Checkpoint at) {
    String what =
        verdict.kind() == Verdict.Kind.COMPLETE ? "all delivered" : "delivered so far as recorded";
    log.info(
        name
            + ": "
            + what
            + ", "
            + seconds(at.position() - first)
            + " s, confirmed by "
            + how(verdict));
  }

  private static String how(Verdict verdict) {
    return verdict.reason();
  }

  /** A bound that is told is one: rounded up. */
  private String secondsAtMost(long samples) {
    return String.format(Locale.ROOT, "%.3f", Math.ceil(format.toNs(samples) / 1e6) / 1e3);
  }

  /** {@return where a sample stands, in seconds and tenths} */
  static String tenths(PcmFormat format, long sample) {
    return String.format(Locale.ROOT, "%.1f", format.toNs(sample) / NS_PER_S);
  }

  private String seconds(long samples) {
    return format.seconds(samples);
  }
}
