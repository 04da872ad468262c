package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.tape.MemoryTape;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session with a service that goes on over a second link, over fake links. */
class ServiceResumeTest {
  /** 100 ms of the tape: 10 frames; of the service: 3,200 bytes. */
  private static final int FRAMES = 10;

  private static final int PIECE = 3200;

  private final ServiceBench service = new ServiceBench();
  private DeliveryBench bench;

  @BeforeEach
  void begin() {
    begin(CatchUp.ALL);
  }

  private void begin(CatchUp catchUp) {
    bench = new DeliveryBench("gladia", service.terms("gladia", Map.of(), catchUp));
    bench.tape.addFrames(5 * FRAMES);
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
  }

  private void acknowledge(long from, long until) {
    String chunk = "{'type':'audio_chunk','acknowledged':true,'data':{'byte_range':[%d,%d]}}";
    answer(String.format(Locale.ROOT, chunk, from, until));
  }

  private void answer(String text) {
    bench.event(new LinkEvent.Text(bench.link().request.number(), text.replace('\'', '"')));
    bench.settle();
  }

  private static byte[] audio(FakeLink link) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    link.handed.stream().filter(m -> m.bytes() != null).forEach(m -> all.writeBytes(m.bytes()));
    return all.toByteArray();
  }

  private static byte[] from(byte[] all, int at) {
    return java.util.Arrays.copyOfRange(all, at, all.length);
  }

  @Test
  void goesOnFromTheAcknowledgedByteAtTheSameAddress() {
    acknowledge(0, PIECE);
    acknowledge(PIECE, 2 * PIECE);
    FakeLink first = bench.link();
    bench.failed(0, false);
    bench.passMs(200);
    assertSame(first, bench.link().request.again());
    bench.opened();
    bench.settle();
    assertArrayEquals(from(audio(first), 2 * PIECE), audio(bench.link()));
    assertTrue(audio(bench.link()).length > 0);
    long at = 2L * FRAMES * MemoryTape.FRAME_SAMPLES;
    Reply opened = service.replies.get(service.replies.size() - 1);
    assertEquals(Reply.Kind.OPENED, opened.kind());
    assertEquals(at, opened.from(), 1.0);
    assertEquals(1, opened.link());
  }

  @Test
  void whatItAnswersStandsWhereItWasSaid() {
    acknowledge(0, PIECE);
    bench.failed(0, false);
    bench.passMs(200);
    bench.opened();
    bench.tape.addFrames(20 * FRAMES);
    bench.settle();
    for (int i = 1; i < 20; i++) {
      acknowledge((long) i * PIECE, (i + 1L) * PIECE);
    }
    answer(
        "{'type':'transcript','data':{'is_final':true,'utterance':"
            + "{'text':'one','start':1.0,'end':1.5,'words':[]}}}");
    Reply last = service.replies.get(service.replies.size() - 1);
    assertEquals(List.of(8000L, 12_000L), List.of(last.from(), last.until()));
    assertEquals(12_000, bench.delivery.checkpoint().position());
  }

  @Test
  void aSessionThatIsGoneIsFollowedByANewOne() {
    acknowledge(0, PIECE);
    bench.failed(0, false);
    bench.passMs(200);
    bench.failed(403, true);
    bench.settle();
    assertNull(bench.delivery.refusal());
    assertEquals(3, bench.links.size());
    assertNull(bench.link().request.again());
  }

  @Test
  void itIsTriedAgainWhileNobodyAnswers() {
    FakeLink first = bench.link();
    for (int i = 0; i < 3; i++) {
      bench.failed(0, false);
      bench.passMs(3000);
      assertSame(first, bench.link().request.again(), "attempt " + i);
    }
  }

  @Test
  void aSessionIsNotGoneOnWithForEver() {
    bench.failed(0, false);
    bench.passMs(3000);
    bench.clock.advanceNs(30_000_000_000L);
    bench.failed(0, false);
    bench.passMs(3000);
    assertNull(bench.link().request.again());
  }

  @Test
  void aChoiceAboutTheBacklogGoesBeforeIt() {
    begin(CatchUp.latest(5_000_000_000L));
    bench.failed(0, false);
    bench.clock.advanceNs(1_100_000_000L);
    bench.settle();
    assertNull(bench.link().request.again());
  }

  @Test
  void aSessionInWhichAudioStandsTwiceIsLeftForANewOne() {
    acknowledge(0, PIECE);
    bench.failed(0, false);
    bench.passMs(200);
    bench.opened();
    bench.settle();
    acknowledge(2 * PIECE, 3 * PIECE); // It had more than it had acknowledged.
    assertEquals("audio stood twice where its session went on; a new one begins", trouble());
    bench.passMs(3000);
    assertEquals(3, bench.links.size());
    assertNull(bench.link().request.again());
  }

  private String trouble() {
    return bench.delivery.trouble();
  }

  @Test
  void aSecondBreakGoesOnLikeTheFirst() {
    acknowledge(0, PIECE);
    FakeLink first = bench.link();
    for (int i = 1; i < 4; i++) {
      bench.failed(0, false);
      bench.passMs(3000);
      bench.opened();
      bench.settle();
      assertArrayEquals(from(audio(first), i * PIECE), audio(bench.link()), "break " + i);
      acknowledge((long) i * PIECE, (i + 1L) * PIECE);
    }
  }

  @Test
  void aSessionThatTakesNothingMoreIsFollowedByANewOne() {
    acknowledge(0, PIECE);
    for (int i = 0; i < 2; i++) {
      bench.failed(0, false);
      bench.passMs(3000);
      assertNotNull(bench.link().request.again(), "link " + i);
      bench.opened();
      bench.settle();
    }
    bench.failed(0, false);
    bench.passMs(3000);
    assertNull(bench.link().request.again());
  }

  @Test
  void aSessionThatTakesMoreInBetweenIsNotLeft() {
    for (int i = 0; i < 3; i++) {
      for (int barren = 0; barren < 2; barren++) {
        bench.failed(0, false);
        bench.passMs(3000);
        bench.opened();
        bench.settle();
      }
      acknowledge((long) i * PIECE, (i + 1L) * PIECE);
    }
    bench.failed(0, false);
    bench.passMs(3000);
    assertNotNull(bench.link().request.again());
  }
}
