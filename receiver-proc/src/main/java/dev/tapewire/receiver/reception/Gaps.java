package dev.tapewire.receiver.reception;

import java.util.ArrayList;
import java.util.List;

/**
 * The gaps of a delivery: the first of them, for people, those that are not durable yet, and how
 * many there are. All others are on the disk alone. Confined to the agent thread.
 */
final class Gaps {
  private final GapAllowance allowance;
  private final List<StoredGap> first = new ArrayList<>();
  private List<StoredGap> waiting = new ArrayList<>();
  private int underWay;
  private int count;

  Gaps(GapAllowance allowance) {
    this.allowance = allowance;
  }

  /** Starts with those that are durable, below {@code position}; all else is forgotten. */
  void reset(List<StoredGap> durable, long position) {
    close();
    first.clear();
    count = 0;
    for (StoredGap gap : durable) {
      if (gap.atSamples() < position) {
        count(gap);
      }
    }
  }

  /** {@return whether there is room for one more, which must then be added} */
  boolean mayAdd() {
    return allowance.take();
  }

  /** Adds one, behind all others. */
  void add(StoredGap gap) {
    waiting.add(gap);
    count(gap);
  }

  private void count(StoredGap gap) {
    count++;
    if (first.size() < ReceptionLimits.GAPS_TOLD_MAX) {
      first.add(gap);
    }
  }

  /** {@return how many there are, durable or not} */
  int count() {
    return count;
  }

  /** {@return how many of them are durable} */
  int durable() {
    return count - waiting.size() - underWay;
  }

  /** {@return the first, durable or not; the list goes on growing} */
  List<StoredGap> first() {
    return first;
  }

  /** {@return those that are to become durable now; {@link #settled} tells how that ended} */
  List<StoredGap> take() {
    List<StoredGap> taken = waiting;
    underWay = taken.size();
    waiting = new ArrayList<>();
    return taken;
  }

  /** Those that were taken do not wait any more. */
  void settled() {
    allowance.give(underWay);
    underWay = 0;
  }

  /** None waits any more. */
  void close() {
    settled();
    allowance.give(waiting.size());
    waiting = new ArrayList<>();
  }
}
