package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.sender.service.Services;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service gives up a session that gets no audio: no other is paid for until there is some. */
class SilentSourceTest {
  private final ServiceBench service = new ServiceBench();
  private DeliveryBench bench;

  /** What a service says before it takes audio; of the others nothing is awaited. */
  private static final Map<String, String> READY =
      Map.of(
          "assemblyai", "{'type':'Begin','id':'x','expires_at':1}",
          "hume-evi", "{'type':'chat_metadata','chat_id':'x','chat_group_id':'y'}",
          "openai-realtime", "{'type':'session.updated','session':{'id':'x'}}",
          "speechmatics", "{'message':'RecognitionStarted','id':'x'}",
          "whisperlive", "{'uid':'x','message':'SERVER_READY','backend':'y'}");

  static Stream<String> services() {
    // Of hume more is awaited than one message.
    return Services.all().stream()
        .map(each -> each.sheet().name())
        .filter(name -> !name.equals("hume"));
  }

  private void loseTheLinkOf(String name) {
    bench = new DeliveryBench(name, service.terms(name, Map.of("pace", "0")));
    bench.tape.addFrames(40);
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
    if (READY.containsKey(name)) {
      String said = READY.get(name).replace('\'', '"');
      bench.event(new LinkEvent.Text(bench.link().request.number(), said));
    }
    bench.settle();
    bench.passMs(10_000);
    assertEquals(1, bench.links.size(), bench.log());
    bench.closed(1011);
  }

  private int linksAfterS(int seconds) {
    for (int i = 0; i < seconds; i++) {
      bench.passMs(1000);
    }
    return bench.links.size();
  }

  @ParameterizedTest
  @MethodSource("services")
  void waitsForAudio(String name) {
    loseTheLinkOf(name);
    assertEquals(1, linksAfterS(600), bench.log());
    bench.tape.addFrames(1);
    assertEquals(2, linksAfterS(5), bench.log());
  }

  @Test
  void aGapIsNoAudio() {
    loseTheLinkOf("gladia");
    bench.tape.addGap(8000, GapReason.OVERRUN);
    assertEquals(1, linksAfterS(600), bench.log());
    bench.tape.addFrames(1);
    assertEquals(2, linksAfterS(5), bench.log());
  }

  @Test
  void theEndIsSettledAtOnce() {
    loseTheLinkOf("gladia");
    bench.tape.addEnd();
    assertEquals(2, linksAfterS(5), bench.log());
  }

  @Test
  void whoIsToFinishWaitsForNoAudio() {
    loseTheLinkOf("gladia");
    assertEquals(1, linksAfterS(60), bench.log());
    bench.delivery.drain(true);
    assertEquals(2, linksAfterS(5), bench.log());
  }

  @Test
  void audioThatWasNotSentIsReasonEnough() {
    bench = new DeliveryBench("gladia", service.terms("gladia", Map.of()));
    bench.tape.addFrames(40);
    bench.start();
    bench.settle();
    bench.failed(503, false);
    assertEquals(2, linksAfterS(5), bench.log());
  }

  @Test
  void aLinkThatWentInMidStreamIsOpenedAtOnce() {
    bench = new DeliveryBench("gladia", service.terms("gladia", Map.of("pace", "0")));
    bench.tape.addFrames(40);
    bench.start();
    bench.settle();
    bench.opened();
    bench.passMs(1000);
    bench.closed(1011);
    assertEquals(2, linksAfterS(5), bench.log());
  }

  @Test
  void aPlainServerCostsNothing() {
    bench = new DeliveryBench("raw");
    bench.tape.addFrames(40);
    bench.start();
    bench.settle();
    bench.opened();
    bench.passMs(10_000);
    bench.closed(1011);
    assertEquals(2, linksAfterS(5), bench.log());
  }
}
