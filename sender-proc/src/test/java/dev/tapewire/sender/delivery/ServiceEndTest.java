package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.wire.CloseCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How talks with services begin late, fall silent, and end, over fake links. */
class ServiceEndTest {
  private final ServiceBench service = new ServiceBench();

  private DeliveryBench bench(String name, Map<String, String> settings) {
    DeliveryBench bench = new DeliveryBench(name, service.terms(name, settings));
    bench.tape.addFrames(40);
    return bench;
  }

  private static void open(DeliveryBench bench) {
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
  }

  private static void answer(DeliveryBench bench, String text) {
    bench.event(new LinkEvent.Text(bench.link().request.number(), text.replace('\'', '"')));
    bench.settle();
  }

  private static String last(DeliveryBench bench) {
    return bench.link().handed.getLast().text();
  }

  @Test
  void aServiceThatIsNeverReadyIsLeft() {
    DeliveryBench bench = bench("speechmatics", Map.of());
    open(bench);
    bench.passMs(15_000);
    assertEquals(1, bench.links.size(), bench.log());
    assertEquals(1, bench.link().handed.size()); // No audio before it said that it is ready.
    bench.passMs(1);
    assertTrue(bench.log().contains("not ready within 15 s"), bench.log());
  }

  @Test
  void aServiceMayTakeTwiceAsLongToBeReadyAfterEachTimeInVain() {
    DeliveryBench bench = bench("whisperlive", Map.of());
    open(bench);
    for (int seconds = 15; seconds < 1000; seconds *= 2) {
      bench.link().pings = 1; // It is not answered while a model is loaded.
      int links = bench.links.size();
      bench.passMs(Math.min(seconds, 240) * 1000L);
      assertEquals(links, bench.links.size(), seconds + ": " + bench.log());
      bench.passMs(1);
      while (bench.links.size() == links) {
        bench.passMs(1000);
      }
      bench.opened();
      bench.settle();
    }
    assertTrue(bench.log().contains("not ready within 15 s"), bench.log());
  }

  @Test
  void whoLoadedForLongOwesNoPongAtOnce() {
    DeliveryBench bench = bench("whisperlive", Map.of());
    open(bench);
    bench.passMs(15_001);
    bench.passMs(1000);
    bench.opened();
    bench.settle();
    bench.link().pings = 1;
    bench.passMs(29_999);
    bench.link().pings = 2;
    String uid =
        bench.link().handed.getFirst().text().replaceFirst(".*\"uid\":\"([^\"]*)\".*", "$1");
    int links = bench.links.size();
    assertTrue(bench.link().loads, "its silence would be taken for its death");
    answer(bench, "{'uid':'" + uid + "','message':'SERVER_READY','backend':'x'}");
    bench.passMs(2_000);
    assertEquals(links, bench.links.size(), bench.log());
    assertFalse(bench.link().loads);
  }

  @Test
  void aSilentServiceIsKeptAwake() {
    DeliveryBench bench = bench("deepgram", Map.of());
    open(bench);
    bench.passMs(1000);
    bench.passMs(4001);
    assertEquals("{\"type\":\"KeepAlive\"}", last(bench));
    int said = bench.link().handed.size();
    bench.passMs(4000);
    assertEquals(said, bench.link().handed.size());
    bench.passMs(1);
    assertEquals(said + 1, bench.link().handed.size());
  }

  @Test
  void aLastWordThatDoesNotComeIsNotTakenForOne() {
    DeliveryBench bench = bench("deepgram", Map.of("pace", "0"));
    bench.tape.addEnd();
    open(bench);
    bench.settle();
    assertEquals("{\"type\":\"CloseStream\"}", last(bench));
    bench.passMs(20_000);
    assertFalse(bench.log().contains("last word"), bench.log());
    assertEquals("{\"type\":\"CloseStream\"}", last(bench)); // Behind it nothing is said.
    bench.passMs(1);
    assertTrue(bench.log().contains("last word did not come"), bench.log());
    assertFalse(bench.delivery.checkpoint().complete());
  }

  @Test
  void theLastWordIsAwaitedWhileAnswersCome() {
    DeliveryBench bench = bench("deepgram", Map.of("pace", "0"));
    bench.tape.addEnd();
    open(bench);
    bench.settle();
    bench.passMs(19_000);
    answer(bench, "{'type':'Results','start':0,'duration':0.2,'is_final':true}");
    bench.passMs(20_000);
    assertFalse(bench.log().contains("last word"), bench.log());
    bench.passMs(1);
    assertTrue(bench.log().contains("last word did not come"), bench.log());
  }

  @Test
  void whoStopsInMidStreamEndsTheSession() {
    DeliveryBench bench = bench("deepgram", Map.of("pace", "0"));
    open(bench);
    FakeLink link = bench.link();
    bench.delivery.close();
    assertEquals(CloseCode.NORMAL, link.handed.removeLast().closeCode());
    assertEquals("{\"type\":\"CloseStream\"}", link.handed.getLast().text());
    assertFalse(link.cancelled);
  }

  @Test
  void whatWaitsForThePaceHoldsNoOtherBack() {
    DeliveryBench bench = bench("soniox", Map.of());
    open(bench);
    assertTrue(bench.delivery.isHeldUp());
    assertFalse(bench.delivery.hasUnsent());
    bench.link().queuedBytes = 1; // It waits for the network.
    assertTrue(bench.delivery.hasUnsent());
  }

  @Test
  void aCloseInMidStreamIsALossAndAfterTheLastWordNone() {
    DeliveryBench bench = bench("deepgram", Map.of("pace", "0"));
    open(bench);
    bench.closed(CloseCode.NORMAL);
    assertTrue(bench.log().contains("closed by the peer with 1000"), bench.log());
    assertEquals(Reply.Kind.CLOSED, service.replies.get(service.replies.size() - 1).kind());
    bench.tape.addEnd();
    bench.passMs(5000);
    bench.opened();
    bench.settle();
    bench.event(new LinkEvent.Text(bench.link().request.number(), "{\"type\":\"Metadata\"}"));
    bench.closed(CloseCode.NORMAL);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
  }

  @Test
  void aServiceThatAnswersNothingIsDoneWhenItAnswersTheClose() {
    DeliveryBench bench = bench("twilio", Map.of("pace", "0"));
    assertEquals(Guarantee.EVIDENCE_ONLY, bench.start().guarantee());
    bench.tape.addEnd();
    bench.settle();
    bench.opened();
    bench.settle();
    assertTrue(last(bench).contains("\"event\":\"stop\""), last(bench));
    assertEquals(0, bench.link().closeCode); // Its parser may not have seen it all yet.
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    bench.passMs(1);
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
    assertFalse(bench.delivery.checkpoint().complete());
    bench.closed(CloseCode.NORMAL);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
  }

  @Test
  void theEndIsSaidWhenNothingMoreIsAnswered() {
    DeliveryBench bench = bench("whisperlive", Map.of("pace", "0"));
    bench.tape.addEnd();
    open(bench);
    answer(bench, "{'message':'SERVER_READY'}");
    bench.passMs(14_000);
    int said = bench.link().handed.size();
    answer(bench, "{'segments':[{'start':'0','end':'0.1','text':'a','completed':false}]}");
    bench.passMs(29_999); // An answer is open, and may take longer than the others.
    assertEquals(said, bench.link().handed.size());
    bench.passMs(1);
    assertEquals(said + 1, bench.link().handed.size()); // The word.
    assertFalse(bench.delivery.checkpoint().complete(), "nothing proves that it got there");
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    bench.passMs(1);
    assertEquals(CloseCode.NORMAL, bench.link().closeCode);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
  }

  @Test
  void aServiceWithoutALastWordProvesNothingByFailing() {
    DeliveryBench bench = bench("whisperlive", Map.of("pace", "0"));
    bench.tape.addEnd();
    open(bench);
    answer(bench, "{'message':'SERVER_READY'}");
    bench.passMs(15_001);
    bench.failed(0, false);
    assertFalse(bench.delivery.checkpoint().complete(), bench.log());
    assertEquals(0, bench.delivery.checkpoint().position());
  }

  @Test
  void aLastWordInMidStreamEndsTheLinkAndSettlesNothing() {
    DeliveryBench bench = bench("deepgram", Map.of("pace", "0"));
    open(bench);
    answer(bench, "{'type':'Metadata','duration':0.1}");
    bench.closed(CloseCode.NORMAL);
    assertTrue(bench.log().contains("ended the session by itself"), bench.log());
    assertEquals(0, bench.delivery.checkpoint().position());
    bench.passMs(3000);
    assertEquals(2, bench.links.size(), bench.log());
  }

  @Test
  void silenceBehindTheAudioLetsTheServiceFindItsEnd() {
    DeliveryBench bench = bench("hume-evi", Map.of("pace", "0"));
    bench.tape.addEnd();
    open(bench);
    answer(bench, "{'type':'chat_metadata'}");
    bench.settle();
    List<String> audio =
        bench.link().handed.stream()
            .map(FakeLink.Message::text)
            .filter(t -> t.contains("input"))
            .toList();
    assertEquals(4 + 15, audio.size()); // 400 ms, then 1.5 s.
    assertTrue(audio.get(18).contains("AAAAAAAA"));
    assertFalse(audio.get(3).contains("AAAAAAAA"));
  }

  @Test
  void aLinkThatTakesNoMoreIsLeft() {
    DeliveryBench bench = bench("deepgram", Map.of("pace", "0"));
    bench.start();
    bench.settle();
    bench.link().dead = true;
    bench.opened();
    bench.settle();
    assertFalse(bench.log().contains("the connection broke"), "it may still say why");
    bench.passMs(1001);
    bench.settle();
    assertTrue(bench.log().contains("the connection broke"), bench.log());
  }

  @Test
  void bytesThatTheServiceSendsAreNotedAndNoProof() {
    DeliveryBench bench = bench("deepgram", Map.of());
    open(bench);
    bench.event(new LinkEvent.Binary(bench.link().request.number(), 77));
    assertEquals("77", service.replies.get(1).message().toString());
    assertEquals(0, bench.delivery.checkpoint().position());
  }
}
