package dev.tapewire.launcher.supervise;

import java.util.ArrayList;
import java.util.List;

/**
 * The children of one run. Immutable; the children are confined to the supervisor's thread.
 *
 * @param capture records; null if only a delivery is wanted
 * @param captureIsLive whether what its source gives waits for nobody
 * @param senders one for each destination
 * @param receiver our own, or null
 */
public record Crew(Child capture, boolean captureIsLive, List<Child> senders, Child receiver) {
  /** Copies the list. */
  public Crew {
    senders = List.copyOf(senders);
  }

  /** {@return all of them} */
  public List<Child> all() {
    List<Child> all = new ArrayList<>();
    if (capture != null) {
      all.add(capture);
    }
    all.addAll(senders);
    if (receiver != null) {
      all.add(receiver);
    }
    return all;
  }
}
