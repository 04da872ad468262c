package dev.tapewire.sender.delivery;

import dev.tapewire.common.agent.Backoff;
import java.util.random.RandomGenerator;

/**
 * When the next link is due, and why there is none now. Tells people once, not at each attempt.
 * Confined to the agent thread.
 */
final class Retry {
  private static final int TOO_MANY = 429;

  private final Backoff backoff;

  /** Behind links that opened and brought nothing: some are paid for, and each carries audio. */
  private final Backoff inVain;

  private final DeliveryLog log;
  private long atNs = Long.MIN_VALUE;
  private long askedNs = Long.MIN_VALUE;
  private boolean crowded;
  private String refusal;
  private String trouble;

  /** The first link is due at once; attempts are no more than {@code pauseNsMax} apart. */
  Retry(DeliveryLog log, long pauseNsMax, RandomGenerator random) {
    this.backoff = new Backoff(Limits.RETRY_FIRST_NS, pauseNsMax, random);
    this.inVain = new Backoff(Limits.RETRY_FIRST_NS, Limits.RETRY_IN_VAIN_NS_MAX, random);
    this.log = log;
  }

  boolean isDue(long nowNs) {
    return nowNs >= atNs;
  }

  /** Makes the next link due now. */
  void now() {
    atNs = Long.MIN_VALUE;
  }

  /** Makes it due now, unless the last answer can't be expected to get better. */
  void hasten() {
    if (refusal == null) {
      atNs = askedNs;
    }
  }

  /** The upgrade was refused; its answer may tell when to come again. */
  void heed(LinkEvent.Failed failed, long nowNs) {
    long asksNs = Math.min(failed.retryAfterNs(), Limits.RETRY_AFTER_NS_MAX);
    askedNs = asksNs > 0 ? nowNs + asksNs : Long.MIN_VALUE;
    crowded = failed.httpStatus() == TOO_MANY;
  }

  /**
   * The link is lost: back off. The time that an attempt spent without an answer counts, so that a
   * network that comes back is found by the next packet of ours, not after another pause.
   *
   * @param sinceNs when an attempt began that came to nothing; {@code nowNs} for a link that was
   */
  void lost(String reason, long sinceNs, long nowNs) {
    trouble = reason;
    log.lost(reason, nowNs);
    long pauseNs = crowded ? inVain.nextNs() : backoff.nextNs();
    long soonestNs = nowNs + (crowded ? pauseNs : Math.min(pauseNs, Limits.RETRY_FIRST_NS));
    atNs = Math.max(askedNs, Math.max(sinceNs + pauseNs, soonestNs));
    crowded = false;
  }

  /** The link was open, was to bring something, and is lost without: back off further. */
  void lostInVain(String reason, long nowNs) {
    trouble = reason;
    log.lost(reason, nowNs);
    atNs = nowNs + inVain.nextNs();
  }

  /** Another connection took over, or there is no room: in a while. */
  void later(String reason, long nowNs) {
    trouble = reason;
    log.lost(reason, nowNs);
    atNs = nowNs + Limits.RETRY_LATER_NS;
  }

  /** The answer can't be expected to get better: hardly at all. */
  void refused(String reason, long nowNs) {
    if (refusal == null) {
      log.refused(reason);
    }
    refusal = reason;
    atNs = nowNs + Limits.RETRY_REFUSED_NS;
  }

  /**
   * Records travel again. Who welcomes us, takes a little and refuses each time has told nothing
   * new; so trouble is over only once that has lasted a while. The pauses start over for what was
   * confirmed, and for nothing else: a peer may live long and be of no use.
   *
   * @param advanced whether something new was confirmed
   */
  void streaming(boolean advanced, long forNs, long nowNs) {
    boolean proven = forNs > Limits.LINK_PROVEN_NS;
    if (proven) {
      refusal = null;
      trouble = null;
      log.recovered(nowNs);
    }
    if (advanced) {
      backoff.reset();
      inVain.reset();
    }
  }

  /** {@return the answer that can't be expected to get better, or null} */
  String refusal() {
    return refusal;
  }

  /** {@return what broke the last link, or null if there is a good one} */
  String trouble() {
    return trouble;
  }
}
