package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.metric.Guarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileChoiceTest {
  @ParameterizedTest
  @ValueSource(ints = {400, 406, 426})
  void takesTheseAnswersForARefusalOfTheOffer(int status) {
    assertTrue(new ProfileChoice("auto", "").refusesOffer(status));
    assertFalse(new ProfileChoice("tapewire", "").refusesOffer(status));
    assertFalse(new ProfileChoice("raw", "").refusesOffer(status));
    assertFalse(new ProfileChoice("auto", "tapewire").refusesOffer(status));
    assertFalse(new ProfileChoice("auto", "raw").refusesOffer(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 401, 403, 404, 429, 500, 503})
  void takesNoOtherAnswerForThat(int status) {
    assertFalse(new ProfileChoice("auto", "").refusesOffer(status));
  }

  @Test
  void onlyWhoWantsTapewireInsists() {
    assertTrue(new ProfileChoice("tapewire", "").insists());
    assertTrue(new ProfileChoice("tapewire", "raw").insists());
    assertFalse(new ProfileChoice("auto", "").insists());
    assertFalse(new ProfileChoice("raw", "").insists());
  }

  @Test
  void promisesWhatTheProfileCanKeep() {
    assertEquals(Guarantee.EVIDENCE_ONLY, new ProfileChoice("raw", "").expected());
    assertEquals(Guarantee.EVIDENCE_ONLY, new ProfileChoice("auto", "raw").expected());
    assertEquals(Guarantee.UNKNOWN, new ProfileChoice("auto", "").expected());
    assertEquals(Guarantee.EXACTLY_ONCE, new ProfileChoice("auto", "tapewire").expected());
  }

  @Test
  void fallsBackOnceAndOnlyByItsOwnChoice() {
    ProfileChoice auto = new ProfileChoice("auto", "");
    assertTrue(auto.fallsBack());
    assertFalse(auto.offersTapewire());
    assertFalse(auto.fallsBack());
    assertFalse(new ProfileChoice("tapewire", "").fallsBack());
    assertFalse(new ProfileChoice("auto", "tapewire").fallsBack());
  }

  @Test
  void offersAgainAfterALossUnlessRawWorked() {
    ProfileChoice auto = new ProfileChoice("auto", "");
    auto.fallsBack();
    auto.lost();
    assertTrue(auto.offersTapewire());
    auto.fallsBack();
    auto.opensRaw();
    auto.lost();
    assertFalse(auto.offersTapewire());
    ProfileChoice raw = new ProfileChoice("raw", "");
    raw.lost();
    assertFalse(raw.offersTapewire());
  }
}
