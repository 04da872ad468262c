package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoCreditTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "insufficient_quota: You exceeded your current quota, please check your plan",
        "ASR_PAYMENT_REQUIRED: Project does not have enough credits",
        "Insufficient funds",
        "Insufficient account balance",
        "4003 Account not funded",
        "billing_hard_limit_reached",
        "organization_deactivated: x",
        "E0300: You are out of credits",
        "timelimit_exceeded: Usage quota for the contract has been reached",
        "Your account has been suspended"
      })
  void saysSo(String reason) {
    assertTrue(NoCredit.isIn(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quota_exceeded: Concurrent Quota Exceeded",
        "rate_limit_exceeded",
        "The server had an error while processing your request",
        "Deepgram did not provide a response message within the timeout window",
        "audio was not taken: insufficient audio",
        "too many sessions",
        "credit card numbers are redacted"
      })
  void saysNothingOfTheKind(String reason) {
    assertFalse(NoCredit.isIn(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = "x")
  void aPageIsNoReason(String letter) {
    assertFalse(NoCredit.isIn(letter.repeat(1_000_000) + " payment required"));
  }
}
