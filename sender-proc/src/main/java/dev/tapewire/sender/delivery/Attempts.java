package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import java.util.concurrent.TimeUnit;

/**
 * The links of a delivery, one after the other: which it is, since when, and what the destination
 * confirmed that it had never confirmed before. A receiver that goes back and confirms the same
 * again, or a resume that says what is known, is no advance: who counted those would wait for ever
 * for a peer that is alive and useless. Confined to the agent thread.
 */
final class Attempts {
  /** Beyond the longest wait, and far from an overflow. */
  private static final int DOUBLINGS_MAX = 8;

  private final long upgradeNs;
  private final long upgradeNsMost;
  private long number;
  private long sinceNs;
  private long resumesWithWindow;
  private long next;
  private boolean complete;
  private long advancedNs = Long.MIN_VALUE;
  private boolean advanced;
  private int unanswered;

  /** Begins where earlier processes left it, or at the first record of the plan. */
  Attempts(Checkpoint at, DeliveryParts parts) {
    next = Math.max(parts.plan().first(), at.next());
    upgradeNs = parts.startNs() > 0 ? parts.startNs() : Limits.CONNECT_NS_MAX;
    upgradeNsMost = Math.max(Limits.CONNECT_NS_MOST, upgradeNs);
    complete = at.complete();
  }

  /** A link is tried, which has brought nothing yet. {@return its number} */
  long begin(long nowNs) {
    number++;
    sinceNs = nowNs;
    advanced = false;
    return number;
  }

  /**
   * The link is open.
   *
   * @param withWindow whether frames had been sent that are not confirmed
   */
  void opened(boolean withWindow, long nowNs) {
    sinceNs = nowNs;
    unanswered = 0;
    resumesWithWindow += withWindow ? 1 : 0;
  }

  /** {@return whether the upgrade took too long; it may longer after each that did} */
  boolean isUnanswered(long nowNs) {
    return nowNs - sinceNs > upgradeNsMax();
  }

  /** The upgrade was not answered in time. {@return what people are told} */
  String unanswered() {
    String told = "no answer within " + TimeUnit.NANOSECONDS.toSeconds(upgradeNsMax()) + " s";
    unanswered = Math.min(unanswered + 1, DOUBLINGS_MAX);
    return told;
  }

  private long upgradeNsMax() {
    return Math.min(upgradeNsMost, upgradeNs << unanswered);
  }

  /** Looks at what is confirmed now. {@return whether that is new} */
  boolean look(Checkpoint at, long nowNs) {
    if (at.next() <= next && (complete || !at.complete())) {
      return false;
    }
    next = Math.max(next, at.next());
    complete |= at.complete();
    advancedNs = nowNs;
    advanced = true;
    return true;
  }

  /** {@return the number of the newest link; 0: there was none} */
  long number() {
    return number;
  }

  /** {@return when the newest link was opened or, while it is not open, tried} */
  long sinceNs() {
    return sinceNs;
  }

  /** {@return when something new was confirmed; MIN_VALUE: never} */
  long advancedNs() {
    return advancedNs;
  }

  /** {@return whether something new was confirmed over the newest link} */
  boolean advanced() {
    return advanced;
  }

  /** {@return links that began with frames sent and not confirmed, since the last call} */
  long takeResumesWithWindow() {
    long taken = resumesWithWindow;
    resumesWithWindow = 0;
    return taken;
  }
}
