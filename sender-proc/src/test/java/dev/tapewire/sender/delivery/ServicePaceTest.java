package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapReason;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How fast a service gets its audio, alone and in a delivery over fake links. */
class ServicePaceTest {
  private static final int RATE_HZ = 16_000;

  private static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  @Test
  void aQuarterOfASecondMayComeAtOnceAndThenAsMuchAsPasses() {
    ServicePace pace = new ServicePace(2, RATE_HZ, ms(1000));
    assertTrue(pace.allows(8000, ms(1000))); // At twice real time.
    pace.sent(8000);
    assertFalse(pace.allows(1, ms(1000)));
    assertTrue(pace.allows(3200, ms(1100)));
    pace.sent(3200);
    assertFalse(pace.allows(3200, ms(1199)));
    assertTrue(pace.allows(3200, ms(1200)));
  }

  @Test
  void timeWithoutAudioIsNotSavedUp() {
    ServicePace pace = new ServicePace(1, RATE_HZ, 0);
    assertTrue(pace.allows(4000, ms(60_000)));
    pace.sent(4000);
    assertFalse(pace.allows(1, ms(60_000)));
  }

  @Test
  void aPieceLongerThanWhatMayComeAtOnceGoesInTheEnd() {
    ServicePace pace = new ServicePace(1, RATE_HZ, 0);
    assertFalse(pace.allows(16_000, ms(749)));
    assertTrue(pace.allows(16_000, ms(750)));
  }

  @Test
  void withoutACeilingAllGoes() {
    ServicePace pace = new ServicePace(0, RATE_HZ, 0);
    pace.sent(1_000_000);
    assertTrue(pace.allows(1_000_000, 0));
  }

  private final ServiceBench service = new ServiceBench();

  private DeliveryBench open(String name, Map<String, String> settings, int frames) {
    DeliveryBench bench = new DeliveryBench(name, service.terms(name, settings));
    bench.tape.addFrames(frames);
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
    return bench;
  }

  private static long said(DeliveryBench bench) {
    return bench.link().handed.stream().filter(m -> m.bytes() != null).count();
  }

  @Test
  void aSessionThatIsLeftInAGapIsKeptToItsPaceUpToItsEnd() {
    Map<String, String> settings = Map.of("session-max-s", "1", "pace", "1");
    DeliveryBench bench = open("vosk", settings, 100);
    bench.tape.addGap(80_000, GapReason.SOURCE_STALLED);
    bench.tape.addFrames(100);
    int answered = 0;
    for (int ms = 100; ms <= 3500; ms += 100) {
      bench.passMs(100);
      assertTrue(said(bench) * 200 <= ms + 250, said(bench) + " pieces in " + ms + " ms");
      for (; answered < said(bench); answered++) {
        bench.event(new LinkEvent.Text(bench.link().request.number(), "{\"partial\":\"\"}"));
      }
    }
    assertEquals("{\"eof\" : 1}", bench.link().handed.getLast().text());
  }

  @Test
  void theSilenceBehindTheAudioKeepsToThePace() {
    DeliveryBench bench = new DeliveryBench("hume-evi", service.terms("hume-evi", Map.of()));
    bench.tape.addFrames(10);
    bench.tape.addEnd();
    bench.start();
    bench.settle();
    bench.opened();
    bench.event(new LinkEvent.Text(bench.link().request.number(), "{\"type\":\"chat_metadata\"}"));
    bench.settle();
    int atOnce = bench.link().handed.size(); // 200 ms.
    for (int i = 1; i <= 13; i++) {
      bench.passMs(100);
      assertEquals(atOnce + i, bench.link().handed.size());
    }
  }

  @Test
  void aServiceThatAnswersNoMoreIsLeftWhereItHoldsTheAudioUp() {
    DeliveryBench bench = open("vosk", Map.of("keep-alive-s", "5"), 1000);
    bench.passMs(20_000);
    bench.event(new LinkEvent.Text(bench.link().request.number(), "{\"partial\":\"\"}"));
    bench.settle();
    assertEquals(17, said(bench));
    bench.passMs(30_000);
    assertEquals("", bench.log().replaceAll("(?s)[^\n]*connected[^\n]*\n", ""));
    bench.passMs(1);
    assertTrue(bench.log().contains("acknowledged nothing for 30 s, at 0.0 s"), bench.log());
  }

  @Test
  void aServiceThatHoldsNothingUpMayBeSilent() {
    DeliveryBench bench = open("deepgram", Map.of("pace", "0"), 100);
    bench.passMs(300_000);
    assertEquals(1, bench.links.size(), bench.log());
    assertFalse(bench.log().contains("warning"), bench.log());
  }

  @Test
  void waitsWhileTheLinkHasEnoughToWrite() {
    DeliveryBench bench = new DeliveryBench("vosk", service.terms("vosk", Map.of()));
    bench.tape.addFrames(100);
    bench.start();
    bench.settle();
    bench.link().queuedBytes = Limits.QUEUED_BYTES_MAX - 2 * 6400 + 1;
    bench.opened();
    bench.settle();
    assertEquals(0, said(bench));
    bench.link().queuedBytes--;
    bench.settle();
    assertTrue(said(bench) > 0);
  }
}
