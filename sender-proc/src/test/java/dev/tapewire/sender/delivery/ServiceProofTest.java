package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.sender.service.Ear;
import dev.tapewire.sender.service.Services;
import org.junit.jupiter.api.Test;

class ServiceProofTest {
  private static final int SECOND = 16_000;

  /** It answers within ten seconds, if there is anything to answer. */
  private static final long S = 1_000_000_000L;

  private final ServiceProof proof = new ServiceProof(Services.byName("assemblyai").sheet(), 0);

  @Test
  void whatIsAnsweredIsSettled() {
    proof.sent(60 * SECOND, false);
    proof.processed(3 * SECOND);
    assertEquals(3 * SECOND, proof.settled());
    assertEquals(3 * SECOND, proof.received());
    proof.processed(2 * SECOND); // It never goes back.
    assertEquals(3 * SECOND, proof.settled());
  }

  @Test
  void silenceIsSettledOnceAnAnswerWouldHaveCome() {
    proof.sent(60 * SECOND, false);
    proof.received(9 * SECOND);
    proof.at(0);
    proof.at(20 * S);
    assertEquals(0, Math.max(0, proof.settled()));
    proof.received(25 * SECOND);
    proof.at(21 * S);
    proof.at(31 * S - 1);
    assertEquals(9 * SECOND, proof.settled(), "more came faster than an answer can");
    proof.at(31 * S);
    assertEquals(15 * SECOND, proof.settled());
    proof.received(20 * SECOND);
    assertEquals(15 * SECOND, proof.settled());
  }

  @Test
  void whatIsBeingSaidIsNotSettled() {
    proof.sent(60 * SECOND, false);
    proof.open(4 * SECOND);
    proof.received(50 * SECOND);
    proof.at(0);
    proof.at(60 * S);
    assertEquals(4 * SECOND, proof.settled());
    proof.open(Ear.NOTHING);
    assertEquals(40 * SECOND, proof.settled());
  }

  @Test
  void nothingIsSettledThatWasNotSent() {
    proof.sent(5 * SECOND, false);
    proof.processed(99 * SECOND);
    proof.received(99 * SECOND);
    assertEquals(5 * SECOND, proof.settled());
  }

  @Test
  void silenceProvesNothingToAServiceThatAnswersAll() {
    ServiceProof deepgram = new ServiceProof(Services.byName("deepgram").sheet(), 0);
    deepgram.sent(60 * SECOND, false);
    deepgram.received(60 * SECOND);
    assertEquals(0, deepgram.settled());
  }
}
