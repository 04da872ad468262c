package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.secret.TestKeys;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.sender.service.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The delivery to services, at the example of one that answers each message, over fake links. */
class ServiceConversationTest {
  /** A message of 200 ms holds so many frames of the tape. */
  private static final int FRAMES_A_PIECE = MemoryTape.FORMAT.sampleRateHz() / 5 / 80;

  private static final int PIECE_BYTES = 6400;

  private final ServiceBench service = new ServiceBench();
  private final DeliveryBench bench = bench(Map.of());

  private DeliveryBench bench(Map<String, String> settings) {
    return new DeliveryBench("vosk", service.terms("vosk", settings));
  }

  private static void answer(DeliveryBench bench, String text) {
    bench.event(new LinkEvent.Text(bench.link().request.number(), text));
  }

  private static void stream(DeliveryBench bench) {
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
  }

  private static List<byte[]> pieces(FakeLink link) {
    return link.handed.stream()
        .filter(m -> m.bytes() != null)
        .map(FakeLink.Message::bytes)
        .toList();
  }

  @Test
  void saysTheStartFirstAndThenWholePieces() {
    bench.tape.addFrames(2 * FRAMES_A_PIECE + 1);
    stream(bench);
    assertTrue(bench.link().handed.getFirst().text().contains("\"sample_rate\":16000"));
    assertEquals(2, pieces(bench.link()).size());
    assertEquals(PIECE_BYTES, pieces(bench.link()).get(0).length);
    assertNull(bench.delivery.refusal());
    assertEquals("ws://127.0.0.1:1", bench.link().request.opening().uri().toString());
  }

  @Test
  void movesTheCheckpointOnWhatTheAnswersProve() {
    bench.tape.addFrames(3 * FRAMES_A_PIECE);
    stream(bench);
    answer(bench, "{\"partial\":\"hel\"}");
    assertEquals(0, bench.delivery.checkpoint().position());
    answer(
        bench, "{\"text\":\"hello\",\"result\":[{\"word\":\"hello\",\"start\":0.1,\"end\":0.3}]}");
    assertEquals(2L * FRAMES_A_PIECE * 80, bench.delivery.checkpoint().position());
    assertEquals(List.of("hello"), service.texts(Reply.Kind.FINAL));
    answer(bench, "{\"partial\":\"\"}"); // It says nothing of its own, nor what was said before.
    assertEquals(Reply.Kind.EVENT, last().kind());
    assertNull(last().text());
  }

  @Test
  void placesAnAnswerOnTheTape() {
    bench.tape.addFrames(FRAMES_A_PIECE);
    bench.tape.addGap(80_000, GapReason.SOURCE_STALLED);
    bench.tape.addFrames(FRAMES_A_PIECE);
    stream(bench);
    answer(bench, "{\"text\":\"a\",\"result\":[{\"word\":\"a\",\"start\":0.1,\"end\":0.2}]}");
    Reply first = last();
    assertEquals(800, first.from());
    assertEquals(1600, first.until());
    // Of the gap of ten seconds two were silence; the rest was left out.
    answer(bench, "{\"text\":\"b\",\"result\":[{\"word\":\"b\",\"start\":2.2,\"end\":2.4}]}");
    assertEquals(1600 + 80_000, last().from());
    assertEquals(1600 + 80_000 + 1600, last().until());
  }

  private Reply last() {
    return service.replies.get(service.replies.size() - 1);
  }

  @Test
  void keepsAnAnswerBeforeItForgetsTheAudio() {
    ServiceBench full =
        new ServiceBench() {
          @Override
          public void append(Reply reply) {
            if (reply.kind() == Reply.Kind.FINAL) {
              throw new UncheckedIOException(new IOException("No space left on device"));
            }
            super.append(reply);
          }
        };
    DeliveryBench bench = new DeliveryBench("vosk", full.terms("vosk", Map.of()));
    bench.tape.addFrames(FRAMES_A_PIECE);
    stream(bench);
    answer(bench, "{\"text\":\"hello\"}");
    assertEquals(0, bench.delivery.checkpoint().position());
    assertTrue(bench.delivery.refusal().contains("No space left"), bench.log());
    assertEquals(CloseCode.NORMAL, bench.link().closeCode, "an open session costs");
  }

  @Test
  void hearsALittleAgainAfterABrokenLink() {
    bench.tape.addFrames(10 * FRAMES_A_PIECE);
    stream(bench);
    for (int i = 0; i < 5; i++) {
      answer(bench, "{\"text\":\"word\"}");
    }
    assertEquals(5L * FRAMES_A_PIECE * 80, bench.delivery.checkpoint().position());
    bench.failed(0, false);
    bench.passMs(5000);
    bench.opened();
    bench.settle();
    assertEquals(2, bench.links.size());
    Reply opened =
        service.replies.stream().filter(r -> r.kind() == Reply.Kind.OPENED).toList().get(1);
    assertEquals(5L * FRAMES_A_PIECE * 80 - 4000, opened.from());
    answer(bench, "{\"text\":\"\"}");
    // What is heard again proves nothing new, and takes nothing back.
    assertEquals(5L * FRAMES_A_PIECE * 80, bench.delivery.checkpoint().position());
  }

  @Test
  void holdsBackWhileTooManyMessagesAreUnanswered() {
    bench.tape.addFrames(40 * FRAMES_A_PIECE);
    stream(bench);
    assertEquals(16, pieces(bench.link()).size());
    answer(bench, "{\"partial\":\"\"}");
    bench.settle();
    assertEquals(17, pieces(bench.link()).size());
  }

  @Test
  void keepsToThePace() {
    DeliveryBench paced = bench(Map.of("pace", "1"));
    paced.tape.addFrames(20 * FRAMES_A_PIECE);
    stream(paced);
    assertEquals(1, pieces(paced.link()).size());
    for (int i = 0; i < 10; i++) {
      answer(paced, "{\"partial\":\"\"}");
      paced.passMs(100);
    }
    assertEquals(6, pieces(paced.link()).size()); // 250 ms at once, then 1 s.
  }

  @Test
  void endsWithTheLastWordOfTheService() {
    bench.tape.addFrames(FRAMES_A_PIECE + 3);
    bench.tape.addEnd();
    stream(bench);
    assertEquals("{\"eof\" : 1}", bench.link().handed.getLast().text());
    answer(bench, "{\"partial\":\"\"}");
    answer(bench, "{\"partial\":\"\"}");
    assertFalse(bench.delivery.checkpoint().complete());
    answer(bench, "{\"text\":\"bye\"}");
    bench.settle();
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertEquals(State.DONE, bench.delivery.state());
  }

  @Test
  void beginsANewSessionBeforeTheOldOneIsFull() {
    DeliveryBench capped = bench(Map.of("session-max-s", "1", "pace", "1"));
    for (int i = 0; i < 8 * FRAMES_A_PIECE; i++) {
      capped.tape.addFrame(new byte[2 * MemoryTape.FRAME_SAMPLES], 0); // It is quiet.
    }
    stream(capped);
    int answers = 0;
    for (int i = 0; i < 30 && capped.links.size() == 1; i++) {
      capped.passMs(100);
      for (; answers < pieces(capped.link()).size(); answers++) {
        answer(capped, "{\"text\":\"word\"}");
      }
      if (capped.link().handed.getLast().text() != null) {
        answer(capped, "{\"text\":\"\"}"); // To the end that was said.
      }
      capped.settle();
    }
    assertEquals(2, capped.links.size(), capped.log());
    capped.opened();
    capped.settle();
    Reply opened =
        service.replies.stream().filter(r -> r.kind() == Reply.Kind.OPENED).toList().get(1);
    long left = capped.delivery.checkpoint().position();
    assertTrue(left >= 8000 && left < 8 * FRAMES_A_PIECE * 80, "left at " + left);
    assertEquals(left - 4000, opened.from());
  }

  @Test
  void sendsTheNewestAloneAndWritesDownWhatItSkips() {
    CatchUp newest = CatchUp.latest(TimeUnit.SECONDS.toNanos(2));
    DeliveryBench late = new DeliveryBench("vosk", service.terms("vosk", Map.of(), newest));
    late.tape.addFrames(100); // The tape has a header before them.
    stream(late);
    assertEquals(0, late.delivery.checkpoint().position());
    late.failed(0, false);
    late.tape.addFrames(900);
    late.passMs(5000);
    late.opened();
    late.settle();
    assertEquals(8 * 8000, late.delivery.checkpoint().position());
    Reply skipped = service.replies.get(service.replies.size() - 2);
    assertEquals("{\"tapewire\":\"skipped\"}", skipped.message().toString());
    assertEquals(0, skipped.from());
    assertEquals(8 * 8000, skipped.until());
    assertEquals(8 * 8000, last().from());
    assertEquals(Reply.Kind.OPENED, last().kind());
    assertTrue(late.log().contains("skipped samples 0 to 64000"), late.log());
  }

  @Test
  void goesOnWhereItIsQuietAndLeavesTheRestToFollow() {
    List<Long> left = new ArrayList<>();
    Backlog backlog =
        new Backlog() {
          @Override
          public boolean mayBeLeft() {
            return left.isEmpty();
          }

          @Override
          public void leave(Checkpoint at, long sentPosition) {
            left.addAll(List.of(at.next(), at.position(), sentPosition));
          }
        };
    DeliveryBench late =
        new DeliveryBench("vosk", service.terms("vosk", Map.of(), CatchUp.LIVE_FIRST, backlog));
    late.tape.addFrames(FRAMES_A_PIECE);
    stream(late);
    late.failed(0, false);
    late.tape.addFrames(400);
    late.tape.addFrame(new byte[160], 0); // Quiet: record 421, with the header before all.
    late.tape.addFrames(20);
    late.passMs(5000);
    late.opened();
    late.settle();
    assertEquals(List.of(421L, 420L * 80, FRAMES_A_PIECE * 80L), left);
    assertEquals(420 * 80, late.delivery.checkpoint().position());
    Reply deferred = service.replies.get(service.replies.size() - 2);
    assertEquals("{\"tapewire\":\"deferred\"}", deferred.message().toString());
    assertEquals(List.of(0L, 420L * 80), List.of(deferred.from(), deferred.until()));
    assertTrue(late.log().contains("samples 0 to 33600 follow"), late.log());
    late.failed(0, false);
    late.tape.addFrames(400);
    late.passMs(5000);
    late.opened();
    late.settle();
    assertEquals(420 * 80 - 4000, last().from(), "without a live edge: in order");
  }

  @Test
  void tellsPeopleOnceWhatTheServiceComplainsOf() {
    DeliveryBench bench = new DeliveryBench("gladia", service.terms("gladia", Map.of()));
    bench.tape.addFrames(FRAMES_A_PIECE);
    stream(bench);
    for (int i = 0; i < 3; i++) {
      answer(bench, "{\"type\":\"error\",\"error\":{\"message\":\"no\\u001b[2J\"}}");
    }
    assertEquals(1, bench.log().lines().filter(l -> l.contains("gladia says: no?[2J")).count());
  }

  @Test
  void refusesAtOnceWhatNoServiceCouldBeGiven() {
    ServiceTerms third = service.terms("vosk", Map.of("channel", "3"));
    PcmFormat stereo = new PcmFormat(44_100, 2, Encoding.S16LE);
    PcmFormat odd = new PcmFormat(44_101, 3, Encoding.S16LE);
    for (PcmFormat tape : List.of(stereo, odd)) {
      assertThrows(
          TapewireException.class,
          () -> ServiceTerms.check(third.service(), third.settings(), tape));
    }
    assertEquals(
        "--set channel=3: the session has 2",
        assertThrows(
                TapewireException.class,
                () -> ServiceTerms.check(third.service(), third.settings(), stereo))
            .getMessage());
    PcmFormat surround = new PcmFormat(48_000, 6, Encoding.S32LE);
    ServiceTerms.check(third.service(), third.settings(), surround);
  }

  @Test
  void refusesAtOnceSettingsThatTheFirstLinkWouldFind() {
    ServiceTerms.rehearse(
        Services.byName("speechmatics"), service.terms("speechmatics", Map.of()).settings());
    ServiceTerms wrong = service.terms("speechmatics", Map.of("max_delay", "soon"));
    TapewireException told =
        assertThrows(
            TapewireException.class,
            () -> ServiceTerms.rehearse(wrong.service(), wrong.settings()));
    assertTrue(told.getMessage().startsWith("--set max_delay=soon"), told.getMessage());
  }

  @Test
  void skipsNothingBehindASessionThatIsFull() {
    CatchUp newest = CatchUp.latest(TimeUnit.SECONDS.toNanos(2));
    Map<String, String> settings = Map.of("session-max-s", "5", "pace", "0");
    DeliveryBench full = new DeliveryBench("vosk", service.terms("vosk", settings, newest));
    full.tape.addFrames(FRAMES_A_PIECE);
    stream(full);
    full.passMs(16_000);
    full.tape.addFrames(FRAMES_A_PIECE);
    full.settle();
    full.tape.addFrames(900);
    full.passMs(1);
    assertEquals("{\"eof\" : 1}", full.link().handed.getLast().text());
    for (int i = 0; i < 100 && full.links.size() == 1; i++) {
      answer(full, "{\"text\":\"\"}"); // One for each piece, and one for the end.
      full.passMs(10);
    }
    full.opened();
    full.settle();
    assertFalse(full.log().contains("skipped"), full.log());
    assertEquals(2, full.links.size(), full.log());
  }

  @Test
  void namesTheKeyThatIsRefused() {
    stream(bench);
    bench.failed(401, true);
    assertEquals("vosk refuses the key from THE_KEY: HTTP 401", bench.delivery.refusal());
    assertFalse(bench.log().contains(TestKeys.MARK));
    int links = bench.links.size();
    bench.clock.advanceNs(TimeUnit.SECONDS.toNanos(59));
    bench.settle();
    assertEquals(links, bench.links.size());
  }
}
