package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PingsTest {
  private final Pings pings = new Pings();

  @Test
  void aPongAnswersItsPingAndThoseBefore() {
    pings.sent(7);
    pings.sent(8);
    pings.sent(9);
    pings.came(8);
    assertEquals(2, pings.answeredCount());
    pings.came(9);
    assertEquals(3, pings.answeredCount());
    assertEquals(3, pings.sentCount());
    assertEquals(0, pings.unaskedCount());
  }

  @Test
  void aPongThatNobodyAskedForAnswersNothingAndSpoilsNothing() {
    pings.came(7);
    pings.sent(7);
    pings.cameUnasked();
    pings.came(6);
    assertEquals(0, pings.answeredCount());
    pings.came(7);
    pings.came(7); // Once more, and late.
    pings.sent(8);
    pings.came(7);
    assertEquals(1, pings.answeredCount());
    assertEquals(5, pings.unaskedCount());
    pings.came(8);
    assertEquals(2, pings.answeredCount());
  }

  @Test
  void whatIsNeverAnsweredIsForgottenOneDay() {
    for (int i = 0; i < 3000; i++) {
      pings.sent(i);
    }
    assertEquals(3000, pings.sentCount());
    pings.came(0);
    assertEquals(0, pings.answeredCount());
    pings.came(2999);
    assertEquals(3000, pings.answeredCount());
  }
}
