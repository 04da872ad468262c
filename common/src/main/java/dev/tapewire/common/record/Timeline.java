package dev.tapewire.common.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells UTC of a position from a session's anchors. Between two anchors it goes straight from one
 * to the other, so a crystal that is off by a steady part is off by nothing here; before the first
 * and after the last it goes on at the pace of the nearest two, or at the nominal rate if there is
 * but one. Confined to one thread.
 */
public final class Timeline {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final double nominalNsPerSample;
  private final List<Anchor> anchors = new ArrayList<>();

  /** A timeline without anchors yet. */
  public Timeline(int sampleRateHz) {
    nominalNsPerSample = (double) NS_PER_SECOND / sampleRateHz;
  }

  /** Takes the next anchor; one that is not behind the last in position is passed over. */
  public void add(Anchor anchor) {
    int count = anchors.size();
    if (count == 0 || anchor.position() > anchors.get(count - 1).position()) {
      anchors.add(anchor);
    }
  }

  /** {@return whether there is an anchor, without which there is no UTC} */
  public boolean isAnchored() {
    return !anchors.isEmpty();
  }

  /**
   * {@return UTC at {@code position}, ns since 1970}
   *
   * @throws IllegalStateException if there is no anchor
   */
  public long epochNs(long position) {
    if (anchors.isEmpty()) {
      throw new IllegalStateException("a timeline without anchors tells no UTC");
    }
    int after = firstAtOrAfter(position);
    int right = Math.min(Math.max(after, 1), anchors.size() - 1);
    Anchor to = anchors.get(right);
    Anchor from = anchors.get(Math.max(right - 1, 0));
    double nsPerSample =
        anchors.size() == 1
            ? nominalNsPerSample
            : (double) (to.epochNs() - from.epochNs()) / (to.position() - from.position());
    return from.epochNs() + Math.round((position - from.position()) * nsPerSample);
  }

  private int firstAtOrAfter(long position) {
    int low = 0;
    int high = anchors.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (anchors.get(middle).position() < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
