package dev.tapewire.receiver.reception;

import java.util.ArrayList;
import java.util.List;

/**
 * The durable states of a delivery, oldest first, so that it can go back to one. Long histories are
 * thinned out: every incarnation keeps its newest state. Confined to one thread.
 */
public final class StateHistory {
  private final List<DeliveryState> states;
  private final DeliveryState start;

  /** Holds the {@code stored} states, behind the state before any record. */
  public StateHistory(DeliveryState start, List<DeliveryState> stored) {
    this.start = start;
    this.states = new ArrayList<>(stored);
  }

  /** {@return the newest durable state; the state before any record if there is none} */
  public DeliveryState newest() {
    return states.isEmpty() ? start : states.get(states.size() - 1);
  }

  /** {@return all of them} */
  public List<DeliveryState> states() {
    return List.copyOf(states);
  }

  /** Notes a state that is durable now. */
  public void add(DeliveryState state) {
    if (newest().next() == state.next() && !states.isEmpty()) {
      states.remove(states.size() - 1);
    }
    states.add(state);
  }

  /** Drops old states so that those left lie the closer the newer they are. */
  public void thin() {
    List<DeliveryState> kept = new ArrayList<>();
    int old = Math.max(0, states.size() - ReceptionLimits.STATES_NEWEST);
    long newest = newest().next();
    long keptNext = 0;
    for (int i = 0; i < states.size(); i++) {
      DeliveryState state = states.get(i);
      long step = (newest - state.next()) / ReceptionLimits.STATES_AN_AGE;
      boolean far = state.next() - keptNext >= step;
      if (i >= old || far || !sameIncarnation(state, states.get(i + 1))) {
        kept.add(state);
        keptNext = state.next();
      }
    }
    states.clear();
    states.addAll(kept);
  }

  /**
   * Goes back to the newest state of {@code incarnation} at or below {@code next}, else to the
   * newest one of the incarnation before, else to nothing. {@return the state that is newest now}
   */
  DeliveryState rewind(String incarnation, long next) {
    int first = 0;
    while (first < states.size() && !states.get(first).incarnation().equals(incarnation)) {
      first++;
    }
    int keep = Math.min(first, states.size());
    for (int i = first; i < states.size(); i++) {
      DeliveryState state = states.get(i);
      if (state.incarnation().equals(incarnation) && state.next() <= next) {
        keep = i + 1;
      }
    }
    states.subList(keep, states.size()).clear();
    return newest();
  }

  private static boolean sameIncarnation(DeliveryState a, DeliveryState b) {
    return a.incarnation().equals(b.incarnation());
  }
}
