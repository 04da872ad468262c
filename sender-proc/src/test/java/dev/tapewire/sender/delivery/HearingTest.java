package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.SpokenAudio;
import dev.tapewire.common.reply.Word;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.sender.service.Said;
import dev.tapewire.sender.service.Services;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is kept of a service's messages, and what they come to. */
class HearingTest {
  private static final long NOW_NS = 77;
  private static final long POSITION = 8000;

  private final ServiceBench service =
      new ServiceBench() {
        @Override
        public long epochNs() {
          return NOW_NS;
        }
      };
  private final ServiceTerms terms = service.terms("gladia", Map.of());
  private final ServiceProof proof = new ServiceProof(Services.byName("gladia").sheet(), 0);
  private final Hearing hearing = new Hearing(terms, proof);
  private final ServiceStream stream =
      new ServiceStream(
          MemoryTape.FORMAT, ServiceRules.of(terms.service().sheet(), terms.settings()), POSITION);

  HearingTest() {
    StreamFeed.frames(stream, 100);
    proof.sent(16_000, false);
  }

  private Reply kept(String message) {
    hearing.keep(message, stream);
    return service.replies.get(service.replies.size() - 1);
  }

  @Test
  void keepsEachMessageWithItsTimeItsLinkAndItsPlaceOnTheTape() {
    hearing.begin(0);
    hearing.said(new Said("hi", 1600, 3200, List.of(new Said.Word("hi", 1700, 3000))));
    Reply reply = kept("{\"a\":1}");
    assertEquals(NOW_NS, reply.atEpochNs());
    assertEquals(0, reply.link());
    assertEquals(Reply.Kind.FINAL, reply.kind());
    assertEquals(POSITION + 800, reply.from());
    assertEquals(POSITION + 1600, reply.until());
    assertEquals(List.of(new Word("hi", POSITION + 850, POSITION + 1500)), reply.words());
    assertEquals("{\"a\":1}", reply.message().toString());
  }

  @Test
  void whatTheLastMessageSaidIsNotKeptAgainWithTheNext() {
    hearing.begin(0);
    hearing.speaks("/data", 24_000, "s16le");
    hearing.said(new Said("hi", 1600, 3200));
    assertEquals(new SpokenAudio("/data", 24_000, "s16le"), kept("{}").audio());
    hearing.begin(0);
    Reply next = kept("{}");
    assertEquals(Reply.Kind.EVENT, next.kind());
    assertNull(next.text());
    assertNull(next.audio());
    assertEquals(POSITION, next.from());
    assertEquals(POSITION, next.until());
  }

  @Test
  void anEventStandsBehindWhatIsSettled() {
    proof.processed(8000);
    hearing.begin(0);
    assertEquals(POSITION + 4000, kept("{}").from());
  }

  @Test
  void aMessageThatTellsHowFarTheServiceIsStandsThere() {
    hearing.begin(0);
    hearing.received(8000);
    assertEquals(POSITION + 4000, kept("{}").from());
    hearing.begin(0);
    assertEquals(POSITION, kept("{}").from());
  }

  @Test
  void whatWasMeasuredHasAPlaceAndNoText() {
    hearing.begin(0);
    hearing.measured(1600, 3200);
    Reply reply = kept("{}");
    assertEquals(POSITION + 1600, reply.until());
    assertNull(reply.text());
  }

  @Test
  void aMessageThatIsNoJsonIsKeptAsItCame() {
    hearing.begin(0);
    assertEquals("not { json", kept("not { json").message().getAsString());
    String deep = "[".repeat(100_000);
    assertEquals(deep, kept(deep).message().getAsString());
  }

  @Test
  void ofWhatEndsTheLinkTheFirstCounts() {
    assertNull(hearing.verdict());
    hearing.begin(0);
    hearing.lost("the session is old");
    assertEquals(Reply.Kind.ERROR, kept("{}").kind());
    hearing.refused("no credit");
    assertEquals(Verdict.lost("the session is old"), hearing.verdict());
  }

  @Test
  void aRefusalNamesTheServiceAndOneOfTheKeyWhereItCameFrom() {
    hearing.begin(0);
    hearing.refused("no credit");
    assertEquals(Reply.Kind.ERROR, kept("{}").kind());
    assertEquals(Verdict.refused("gladia refuses: no credit"), hearing.verdict());
    Hearing other = new Hearing(terms, proof);
    other.begin(0);
    other.keyRefused("expired");
    other.keep("{}", stream);
    assertEquals(Reply.Kind.ERROR, service.replies.get(1).kind());
    assertEquals(Verdict.refused("gladia refuses the key from THE_KEY: expired"), other.verdict());
  }

  @Test
  void whatIsStillBeingSaidIsNotSettled() {
    proof.sent(64 * 16_000, false);
    hearing.open(3200);
    hearing.received(64 * 16_000);
    proof.at(0);
    proof.at(TimeUnit.MINUTES.toNanos(1));
    assertEquals(3200, proof.settled());
    hearing.processed(6400);
    assertEquals(6400, proof.settled());
  }

  @Test
  void aSessionThatGoesOnForgetsWhyItsLinkWasLost() {
    hearing.lost("cut");
    hearing.resume(9000);
    assertNull(hearing.verdict());
    Reply opened = service.replies.get(0);
    assertEquals(Reply.Kind.OPENED, opened.kind());
    assertEquals(List.of(1L, 9000L), List.of(opened.link(), opened.from()));
    assertEquals("{\"tapewire\":\"resumed\"}", opened.message().toString());
    hearing.begin(0);
    assertEquals(1, kept("{}").link());
  }

  @Test
  void tellsPeopleOnceAndHearsTheRest() {
    hearing.begin(0);
    hearing.warned("slow\u0007 down");
    assertEquals(Reply.Kind.ERROR, kept("{}").kind());
    assertEquals("gladia says: slow? down", hearing.takeNotice());
    assertNull(hearing.takeNotice());
    assertFalse(hearing.isReady() || hearing.isFinished());
    hearing.ready();
    hearing.finished();
    hearing.receivedOne();
    assertTrue(hearing.isReady() && hearing.isFinished());
    assertEquals(1, hearing.answered());
  }

  @Test
  void theKeyIsInNoTextOfTheTerms() {
    assertEquals("gladia", terms.toString());
    assertEquals(CatchUp.ALL, terms.inOrder().catchUp());
    assertEquals(terms.service(), terms.inOrder().service());
    assertEquals("gladia refuses the key from THE_KEY", terms.keyRefused(""));
  }
}
