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
  @ValueSource(ints = {400, 403, 404, 406, 426})
  void takesTheseAnswersForARefusalOfTheOffer(int status) {
    assertTrue(new ProfileChoice("auto", "", null).refusesOffer(status));
    assertFalse(new ProfileChoice("tapewire", "", null).refusesOffer(status));
    assertFalse(new ProfileChoice("raw", "", null).refusesOffer(status));
    assertFalse(new ProfileChoice("auto", "tapewire", null).refusesOffer(status));
    assertFalse(new ProfileChoice("auto", "raw", null).refusesOffer(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 401, 402, 429, 500, 502, 503})
  void takesNoOtherAnswerForThat(int status) {
    assertFalse(new ProfileChoice("auto", "", null).refusesOffer(status));
  }

  @Test
  void onlyWhoWantsTapewireInsists() {
    assertTrue(new ProfileChoice("tapewire", "", null).insists());
    assertTrue(new ProfileChoice("tapewire", "raw", null).insists());
    assertFalse(new ProfileChoice("auto", "", null).insists());
    assertFalse(new ProfileChoice("raw", "", null).insists());
  }

  @Test
  void promisesWhatTheProfileCanKeep() {
    assertEquals(Guarantee.EVIDENCE_ONLY, new ProfileChoice("raw", "", null).expected());
    assertEquals(Guarantee.EVIDENCE_ONLY, new ProfileChoice("auto", "raw", null).expected());
    assertEquals(Guarantee.UNKNOWN, new ProfileChoice("auto", "", null).expected());
    assertEquals(Guarantee.EXACTLY_ONCE, new ProfileChoice("auto", "tapewire", null).expected());
  }

  @Test
  void fallsBackOnceAndOnlyByItsOwnChoice() {
    ProfileChoice auto = new ProfileChoice("auto", "", null);
    assertTrue(auto.fallsBack());
    assertFalse(auto.offersTapewire());
    assertFalse(auto.fallsBack());
    assertFalse(new ProfileChoice("tapewire", "", null).fallsBack());
    assertFalse(new ProfileChoice("auto", "tapewire", null).fallsBack());
  }

  @Test
  void offersAgainAfterALossUnlessRawWorked() {
    ProfileChoice auto = new ProfileChoice("auto", "", null);
    auto.fallsBack();
    auto.lost(null, 0);
    assertTrue(auto.offersTapewire());
    auto.fallsBack();
    auto.opensRaw();
    auto.lost(null, 0);
    assertFalse(auto.offersTapewire());
    ProfileChoice raw = new ProfileChoice("raw", "", null);
    raw.lost(null, 0);
    assertFalse(raw.offersTapewire());
  }
}
