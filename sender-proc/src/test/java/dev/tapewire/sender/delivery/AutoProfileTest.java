package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.wire.CloseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoProfileTest {
  private final DeliveryBench bench = new DeliveryBench("auto");

  @Test
  void staysWithAReceiverThatGreets() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    assertTrue(bench.link().request.offersTapewire());
    assertEquals("tapewire", bench.store.newest.profile());
  }

  @Test
  void connectsAgainAsRawAtOnceIfTheServerDoesNotSelectTheSubprotocol() {
    bench.tape.addFrames(2);
    bench.start();
    bench.settle();
    bench.event(new LinkEvent.Opened(1, ""));
    assertEquals(CloseCode.NORMAL, bench.links.get(0).closeCode);
    assertEquals(0, bench.links.get(0).binary().length);
    bench.settle();
    assertFalse(bench.link().request.offersTapewire());
    bench.opened();
    bench.settle();
    assertArrayEquals(bench.tape.pcm(), bench.link().binary());
    assertEquals(Guarantee.EVIDENCE_ONLY, bench.delivery.guarantee());
  }

  @Test
  void connectsAgainAsRawIfNoGreetingComesWithin3s() {
    bench.start();
    bench.settle();
    bench.opened();
    bench.passMs(2_900);
    assertEquals(1, bench.links.size());
    bench.passMs(200);
    assertEquals(2, bench.links.size());
    assertFalse(bench.link().request.offersTapewire());
    assertTrue(bench.links.get(0).handed.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 406, 426})
  void connectsAgainAsRawIfTheOfferIsRefused(int status) {
    bench.start();
    bench.settle();
    bench.failed(status, status == 403 || status == 404);
    bench.settle();
    assertEquals(2, bench.links.size());
    assertFalse(bench.link().request.offersTapewire());
  }

  @Test
  void connectsAgainAsRawIfTheOfferIsAnErrorOfTheServerTwice() {
    bench.start();
    bench.settle();
    bench.failed(500, false);
    bench.passMs(200);
    assertTrue(bench.link().request.offersTapewire());
    bench.failed(500, false);
    bench.settle();
    assertFalse(bench.link().request.offersTapewire());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 502, 503})
  void anAnswerThatIsNoneOnTheOfferChangesNothing(int status) {
    bench.start();
    for (int i = 0; i < 3; i++) {
      bench.settle();
      bench.failed(status, false);
      bench.passMs(60_000);
      assertTrue(bench.link().request.offersTapewire());
    }
  }

  @Test
  void whoForbidsRawTooIsOfferedTapewireAgain() {
    bench.start();
    bench.settle();
    bench.failed(403, true);
    bench.settle();
    bench.failed(403, true);
    assertEquals("status 403", bench.delivery.refusal());
    bench.passMs(60_000);
    assertEquals(3, bench.links.size());
    assertTrue(bench.link().request.offersTapewire());
  }

  @Test
  void triesTheOfferAgainIfRawWasRefusedToo() {
    bench.start();
    bench.settle();
    bench.failed(400, false);
    bench.settle();
    bench.failed(400, false);
    bench.passMs(100);
    assertTrue(bench.link().request.offersTapewire());
  }

  @Test
  void neverSendsRawToAReceiverThatOnceGreeted() {
    bench.start();
    bench.stream(DeliveryBench.NOTHING);
    bench.failed(0, false);
    bench.passMs(100);
    bench.opened();
    bench.passMs(3_100);
    bench.passMs(300);
    assertTrue(bench.link().request.offersTapewire());
    assertEquals(3, bench.links.size());
  }

  @Test
  void neverSendsRawIfAnEarlierProcessWasGreeted() {
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 1, 0, bench.digest(1), "tapewire", false);
    bench.start();
    bench.settle();
    bench.failed(400, false);
    bench.passMs(100);
    assertTrue(bench.link().request.offersTapewire());
  }

  @Test
  void staysRawOnceTheServerTookRaw() {
    bench.store.newest =
        new Checkpoint(bench.tape.incarnation(), 1, 0, "0".repeat(64), "raw", false);
    bench.start();
    bench.settle();
    assertFalse(bench.link().request.offersTapewire());
    bench.opened();
    bench.failed(0, false);
    bench.passMs(100);
    assertFalse(bench.link().request.offersTapewire());
  }

  @Test
  void aReceiverThatGreetsLateIsTriedAgainSoon() {
    DeliveryBench insisting = new DeliveryBench("tapewire");
    insisting.start();
    insisting.settle();
    insisting.opened();
    insisting.passMs(3_100);
    insisting.passMs(100);
    assertEquals(2, insisting.links.size());
    assertTrue(insisting.link().request.offersTapewire());
  }

  @Test
  void aUserThatInsistsOnTapewireIsToldThatTheServerDoesNotSpeakIt() {
    DeliveryBench insisting = new DeliveryBench("tapewire");
    insisting.start();
    insisting.settle();
    insisting.event(new LinkEvent.Opened(1, ""));
    assertTrue(insisting.delivery.refusal().contains("subprotocol"));
  }
}
