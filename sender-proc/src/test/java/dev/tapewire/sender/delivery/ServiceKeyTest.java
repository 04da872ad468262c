package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several sessions on their way to one service share its key. */
class ServiceKeyTest {
  private static final int MINUTE_MS = 60_000;

  private final ServiceBench service = new ServiceBench();
  private final ServiceTerms terms = service.terms("deepgram", Map.of());
  private final List<DeliveryBench> all =
      List.of(new DeliveryBench("deepgram", terms), new DeliveryBench("deepgram", terms));

  @BeforeEach
  void record() {
    for (DeliveryBench each : all) {
      each.tape.addFrame(new byte[2048], 0);
      each.start();
    }
  }

  private int tries() {
    return all.stream().mapToInt(each -> each.links.size()).sum();
  }

  private void passMs(int ms) {
    all.forEach(each -> each.passMs(ms));
  }

  @Test
  void aWrongOneIsTriedOnceAMinuteByAllOfThem() {
    passMs(1);
    assertEquals(1, tries());
    all.get(0).failed(401, true);
    for (int minute = 1; minute < 10; minute++) {
      passMs(MINUTE_MS);
      passMs(1);
      assertTrue(tries() <= minute + 1, tries() + " in " + minute + " minutes");
      all.stream()
          .filter(each -> each.delivery.state() == State.CONNECTING)
          .forEach(each -> each.failed(401, true));
    }
    assertTrue(tries() > 5, "tried " + tries());
    all.forEach(each -> assertTrue(each.delivery.refusal().contains("THE_KEY"), each.log()));
  }

  @Test
  void allGoOnOnceItIsTaken() {
    passMs(1);
    all.get(0).failed(401, true);
    passMs(MINUTE_MS + 1);
    DeliveryBench tries =
        all.stream().filter(e -> e.delivery.state() == State.CONNECTING).findFirst().orElseThrow();
    tries.opened();
    assertEquals(2, tries());
    tries.event(new LinkEvent.Text(tries.link().request.number(), "{\"type\":\"Metadata\"}"));
    passMs(MINUTE_MS);
    assertEquals(State.CONNECTING, other(tries).delivery.state());
  }

  private DeliveryBench other(DeliveryBench one) {
    return all.get(1 - all.indexOf(one));
  }

  @Test
  void theFirstAnswerAboutItIsWaitedForNoLongerThanALinkMayTake() {
    passMs(1);
    assertEquals(1, tries());
    all.get(0).opened();
    passMs(1);
    assertEquals(2, tries());
    assertNull(all.get(1).delivery.refusal());
  }

  @Test
  void aNetworkThatIsAwaySaysNothingAboutIt() {
    passMs(1);
    all.get(0).failed(0, false);
    passMs(1);
    assertEquals(2, tries());
  }
}
