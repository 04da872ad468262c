package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.reply.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How far a delivery to a service is, and what moves it. */
class ServiceProgressTest {
  /** 100 frames of the tape are a second. */
  private static final int SECOND = 100;

  private final ServiceBench service = new ServiceBench();
  private DeliveryBench bench;

  private void begin(String name, Map<String, String> settings, int frames) {
    bench = new DeliveryBench(name, service.terms(name, settings));
    bench.tape.addFrames(frames);
    bench.start();
    open();
  }

  private void open() {
    bench.settle();
    bench.opened();
    bench.settle();
  }

  private void hear(String text) {
    bench.event(new LinkEvent.Text(bench.link().request.number(), text.replace('\'', '"')));
    bench.settle();
  }

  private long confirmed() {
    return bench.delivery.checkpoint().position();
  }

  @Test
  void whatMayArriveIsMarkedBeforeItIsHandedOver() {
    begin("vosk", Map.of(), 41);
    // 20 frames and what the conversion holds back make a piece; the configuration went before.
    assertEquals(List.of("1680 after 1", "3280 after 2"), bench.marks);
    assertEquals(3280, bench.delivery.sentPosition());
  }

  @Test
  void silenceThatPassedTheServiceIsSettledOnceAnAnswerWouldHaveCome() {
    begin("whisperlive", Map.of("pace", "0"), 0);
    hear("{'message':'SERVER_READY'}");
    bench.tape.addFrames(20 * SECOND);
    bench.settle();
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    assertEquals(0, confirmed());
    bench.passMs(600);
    bench.passMs(600);
    bench.passMs(14_000);
    assertEquals(0, confirmed(), "an answer may still come");
    bench.passMs(1500);
    // 19.712 s are whole pieces of 256 ms; no answer comes later than 15 s.
    assertEquals(4710 * 8, confirmed());
    hear("{'segments':[{'start':'4.0','end':'6','text':'a','completed':false}]}");
    bench.tape.addFrames(10 * SECOND);
    bench.settle();
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    bench.passMs(1);
    assertEquals(4710 * 8, confirmed(), "what is being said is not settled");
  }

  @Test
  void aServiceThatAcknowledgesIsNotBelievedForItsPongs() {
    begin("assemblyai", Map.of("pace", "0"), 20 * SECOND);
    hear("{'type':'Begin'}");
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    bench.passMs(1);
    assertEquals(0, confirmed());
    hear("{'type':'Heartbeat','total_audio_received_ms':15000}");
    assertEquals(0, confirmed(), "an answer may still come");
    bench.passMs(600);
    bench.passMs(10_500);
    assertEquals(5000 * 8, confirmed());
  }

  @Test
  void theEndIsReachedWhereAllIsAnsweredThoughTheLinkBreaks() {
    begin("deepgram", Map.of("pace", "0"), 2 * SECOND);
    bench.tape.addEnd();
    bench.settle();
    hear("{'type':'Results','start':0,'duration':2.0,'is_final':true}");
    assertEquals(16_000, confirmed());
    long next = bench.delivery.checkpoint().next();
    assertEquals(bench.tape.endNumber(), next);
    bench.failed(0, false); // No goodbye is needed.
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertEquals(next, bench.delivery.checkpoint().next());
  }

  @Test
  void aSessionThatIsLeftWithAllAnsweredTakesAllAlong() {
    begin("deepgram", Map.of("pace", "0", "session-max-s", "1"), 0);
    bench.passMs(1000);
    for (int i = 0; i < 3 * SECOND; i++) {
      bench.tape.addFrame(new byte[160], 0);
    }
    bench.passMs(1);
    long sent = bench.delivery.sentPosition();
    assertTrue(sent > 0 && sent < 3 * 8000, "left at " + sent);
    hear("{'type':'Metadata'}");
    bench.settle();
    assertEquals(sent, confirmed());
    assertEquals(2, bench.links.size(), bench.log());
  }

  @Test
  void theNewestBeginsInAGapIfThereIsOne() {
    bench = new DeliveryBench("vosk", service.terms("vosk", Map.of(), CatchUp.LIVE_FIRST, LIVE));
    bench.tape.addFrames(3 * SECOND);
    bench.tape.addGap(800, GapReason.OVERRUN);
    bench.tape.addFrames(SECOND / 4);
    bench.tape.addEnd(); // Nothing is heard there, so it is no place to begin at.
    bench.start();
    open();
    assertEquals(24_000, service.replies.get(service.replies.size() - 1).from());
    assertEquals(24_000, confirmed());
  }

  private static final Backlog LIVE =
      new Backlog() {
        @Override
        public boolean mayBeLeft() {
          return true;
        }

        @Override
        public void leave(Checkpoint at, long sentPosition) {
          assertEquals(24_000, at.position());
        }
      };

  @Test
  void aBacklogLittleLongerThanWhatIsWantedIsNotSkipped() {
    CatchUp newest = CatchUp.latest(TimeUnit.SECONDS.toNanos(2));
    for (int more : List.of(0, 1)) {
      bench = new DeliveryBench("vosk", service.terms("vosk", Map.of(), newest));
      bench.tape.addFrames(3 * SECOND + more);
      bench.tape.addEnd();
      bench.start();
      open();
      Reply opened = service.replies.get(service.replies.size() - 1);
      assertEquals(Reply.Kind.OPENED, opened.kind());
      assertEquals(more == 0 ? 0 : 8000 + 80, opened.from(), more + " frames over");
      assertEquals(more, bench.log().contains("skipped") ? 1 : 0);
      long took = bench.delivery.sentPosition() - opened.from();
      assertTrue(took > 0, "goes on there: " + took);
    }
  }
}
