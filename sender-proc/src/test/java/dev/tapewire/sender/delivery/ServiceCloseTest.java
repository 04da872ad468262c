package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.wire.CloseCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What it means when a service's link closes or breaks, before the end and at it. */
class ServiceCloseTest {
  private final ServiceBench service = new ServiceBench();
  private DeliveryBench bench;

  /** Opens a link and sends all there is, at any pace. */
  private void open(String name, boolean ended) {
    bench = new DeliveryBench(name, service.terms(name, Map.of("pace", "0")));
    bench.tape.addFrames(40);
    if (ended) {
      bench.tape.addEnd();
    }
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
  }

  private void again() {
    bench.passMs(5000);
    bench.opened();
    bench.settle();
  }

  private void hear(String text) {
    bench.event(new LinkEvent.Text(bench.link().request.number(), text.replace('\'', '"')));
  }

  /** All that was sent has passed the service's parser, so that the link is closed. */
  private void pong() {
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    bench.passMs(1);
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
  }

  private Reply last() {
    return service.replies.get(service.replies.size() - 1);
  }

  @Test
  void aCloseThatTellsOfARefusalIsARefusal() {
    open("deepgram", false);
    bench.event(new LinkEvent.Closed(bench.link().request.number(), 1008, "DATA-0000"));
    assertEquals("deepgram refuses: DATA-0000", bench.delivery.refusal());
    assertEquals(Reply.Kind.CLOSED, last().kind());
    assertEquals("1008 DATA-0000", last().message().getAsString());
    assertEquals(3200, last().from());
  }

  @Test
  void behindTheLastWordNoCloseIsARefusal() {
    open("deepgram", true);
    hear("{'type':'Metadata'}");
    bench.closed(1008);
    assertNull(bench.delivery.refusal());
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
  }

  @Test
  void aLinkThatBreaksBehindTheLastWordHasDoneItsWork() {
    open("deepgram", true);
    hear("{'type':'Metadata'}");
    bench.failed(0, false);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertTrue(bench.log().contains("the service's last word"), bench.log());
  }

  @Test
  void aLinkThatBreaksBeforeTheLastWordIsLost() {
    open("deepgram", true);
    bench.failed(0, false);
    assertFalse(bench.delivery.checkpoint().complete());
    assertEquals("status 0", last().message().getAsString());
    assertEquals(Reply.Kind.CLOSED, last().kind());
    again();
    assertEquals(2, bench.links.size());
  }

  @Test
  void whatWasSettledBeforeTheEndIsDoneWithoutBeingTheEnd() {
    open("deepgram", false);
    bench.delivery.drain(true);
    bench.settle();
    hear("{'type':'Metadata'}");
    bench.settle();
    assertEquals(State.DONE, bench.delivery.state());
    assertTrue(bench.log().contains("delivered so far as recorded, 0.400 s"), bench.log());
    assertFalse(bench.delivery.checkpoint().complete());
    assertEquals(3200, bench.delivery.checkpoint().position());
  }

  @Test
  void aServiceThatAnswersNothingIsDoneWhenItClosesAsWeAsked() {
    open("twilio", true);
    pong();
    bench.closed(CloseCode.NONE);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertTrue(bench.log().contains("all delivered, 0.400 s, confirmed by the service's answer"));
  }

  @Test
  void aServiceThatAnswersNothingIsNotDoneWhenItClosesOtherwise() {
    open("twilio", true);
    bench.closed(CloseCode.NORMAL); // Before we did: it may have left what is under way.
    assertFalse(bench.delivery.checkpoint().complete());
    again();
    pong();
    bench.closed(1011);
    assertFalse(bench.delivery.checkpoint().complete());
    assertEquals("closed by the peer with 1011", bench.delivery.trouble());
  }

  @Test
  void aServiceThatAnswersNoCloseIsTakenAtItsPongInTheEnd() {
    open("twilio", true);
    bench.failed(0, false);
    for (int i = 0; i < RawConversation.CLOSES_UNANSWERED_MAX; i++) {
      again();
      pong();
      bench.failed(0, false);
      assertEquals("the close was not answered: status 0", bench.delivery.trouble());
      assertFalse(bench.delivery.checkpoint().complete(), "close " + i);
    }
    again();
    pong();
    bench.failed(0, false);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
  }

  @Test
  void tellsWhatItsConfirmationIsWorthWhileItTalks() {
    open("deepgram", false);
    assertEquals(Guarantee.AT_LEAST_ONCE, bench.delivery.guarantee());
    open("twilio", false);
    assertEquals(Guarantee.EVIDENCE_ONLY, bench.delivery.guarantee());
  }

  @Test
  void aLinkThatTakesNoTextIsLeft() {
    open("twilio", false);
    bench.link().dead = true;
    bench.tape.addFrames(40);
    bench.passMs(1000);
    assertFalse(bench.log().contains("the connection broke"), "it may still say why");
    bench.passMs(1001);
    assertTrue(bench.log().contains("the connection broke"), bench.log());
  }

  @Test
  void whoIsNotReadyHasFifteenSeconds() {
    open("speechmatics", false);
    bench.passMs(15_000);
    assertFalse(bench.log().contains("not ready"), bench.log());
    bench.passMs(1);
    assertTrue(bench.log().contains("not ready within 15 s"), bench.log());
  }

  @Test
  void isKeptAwakeOnlyWhereThatIsWanted() {
    bench = new DeliveryBench("deepgram", service.terms("deepgram", Map.of("keep-alive-s", "0")));
    bench.tape.addFrames(40);
    bench.start();
    bench.settle();
    bench.opened();
    bench.passMs(1000);
    int said = bench.link().handed.size();
    bench.passMs(60_000);
    assertEquals(said, bench.link().handed.size());
  }
}
