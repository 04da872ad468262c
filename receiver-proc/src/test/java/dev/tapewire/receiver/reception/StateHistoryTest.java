package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StateHistoryTest {
  private static final DeliveryState START = state(0, "");

  private final StateHistory history = new StateHistory(START, List.of());

  @Test
  void isAtTheStartWhileItIsEmpty() {
    assertEquals(START, history.newest());
    assertEquals(START, history.rewind("", 0));
  }

  @Test
  void staysBoundedHoweverLongASessionIs() {
    for (int i = 1; i <= 100_000; i++) {
      history.add(state(i, "a"));
      if (history.states().size() >= ReceptionLimits.STATES_MAX) {
        history.thin();
      }
    }

    assertTrue(history.states().size() <= ReceptionLimits.STATES_MAX);
    assertEquals(100_000, history.newest().next());
    assertEquals(99_500, history.rewind("a", 99_500).next());
    assertTrue(history.rewind("a", 50_000).next() > 49_000);
    assertTrue(history.rewind("a", 1000).next() > 500);
  }

  @Test
  void keepsTheNewestStateOfEveryIncarnation() {
    Set<DeliveryState> newest = new HashSet<>();
    for (int i = 1; i <= ReceptionLimits.STATES_MAX; i++) {
      history.add(state(i, "life " + i / 7));
      if (i % 7 == 6) {
        newest.add(history.newest());
      }
    }
    history.thin();

    assertTrue(history.states().containsAll(newest));
  }

  @Test
  void replacesAStateByItsConfirmedSelf() {
    history.add(state(5, "a"));
    history.add(state(5, "a").completed());

    assertEquals(List.of(state(5, "a").completed()), history.states());
  }

  private static DeliveryState state(long next, String incarnation) {
    return new DeliveryState(
        next, next, next, 0, DeliveryState.NO_DIGEST, incarnation, false, false);
  }
}
