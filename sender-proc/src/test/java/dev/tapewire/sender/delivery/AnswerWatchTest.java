package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.tape.MemoryTape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that never come: every wait for one has an end, and none is the end of what follows. */
class AnswerWatchTest {
  /** 100 frames of the tape are a second. */
  private static final int SECOND = 100;

  private static final String COUGH = "{'type':'speech_start','data':{'time':1.0}}";

  private static final String UNFORMATTED =
      "{'type':'Turn','end_of_turn':%s,'turn_is_formatted':false,'transcript':'hello',"
          + "'words':[{'text':'hello','start':1000,'end':1400}]}";

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

  private double confirmedS() {
    return MemoryTape.FORMAT.toNs(bench.delivery.checkpoint().position()) / 1e9;
  }

  private long sentBytes() {
    return bench.link().handed.stream()
        .filter(m -> m.bytes() != null)
        .mapToLong(m -> m.bytes().length)
        .sum();
  }

  private void receipt() {
    String gladia =
        "{'type':'audio_chunk','acknowledged':true,'data':{'byte_range':[0," + sentBytes() + "]}}";
    String assemblyai = "{'type':'Heartbeat','total_audio_received_ms':" + sentBytes() / 32 + "}";
    hear(bench.link().handed.isEmpty() || !isGladia() ? assemblyai : gladia);
  }

  private boolean isGladia() {
    return bench.link().request.opening().request() != null; // It is asked for its address.
  }

  /** Audio is recorded, sent and acknowledged for so long, and each second this is said. */
  private void passS(int seconds, String said) {
    for (int i = 0; i < seconds; i++) {
      bench.tape.addFrames(SECOND);
      bench.passMs(1000);
      receipt();
      if (!said.isEmpty()) {
        hear(said);
      }
    }
  }

  private void beginUtterance() {
    if (isGladia()) {
      hear(COUGH);
      hear("{'type':'speech_end','data':{'time':1.4}}");
    } else {
      hear("{'type':'Begin'}");
      receipt();
      hear(String.format(UNFORMATTED, "false"));
      hear(String.format(UNFORMATTED, "true"));
    }
  }

  @ParameterizedTest
  @CsvSource({"gladia", "assemblyai"})
  void anUtteranceThatIsNeverAnsweredStopsNothingForEver(String name) {
    begin(name, Map.of("pace", "0"), 2 * SECOND);
    beginUtterance();
    passS(38, "");
    assertEquals("", bench.log());
    assertTrue(confirmedS() <= 1, "confirmed " + confirmedS() + bench.log());
    passS(15, ""); // Receipts and heartbeats postpone nothing.
    assertTrue(bench.log().contains(" s, at 1.0 s; trying"), bench.log());
    bench.passMs(5000);
    assertEquals(2, bench.links.size(), bench.log());
    assertNull(bench.link().request.again(), "it goes on in a new session");
    open();
    beginUtterance();
    passS(60, "");
    assertTrue(bench.log().contains(name + " gave no answer for 1.5.."), bench.log());
    assertTrue(bench.log().contains(" s, twice; it goes on behind that"), bench.log());
    assertTrue(
        service.replies.stream().anyMatch(r -> String.valueOf(r.message()).contains("unanswered")));
    passS(20, "");
    assertEquals(2, bench.links.size(), bench.log());
    double behindS = 2 + 38 + 15 + 60 + 20 - confirmedS();
    assertTrue(behindS < 15, "it goes on; behind by " + behindS);
  }

  @Test
  void anUtteranceThatGrowsIsAwaitedButNotForEver() {
    begin("gladia", Map.of(), 2 * SECOND);
    hear(COUGH);
    for (int i = 2; i < 650; i++) {
      bench.tape.addFrame(new byte[2 * 8000], 0);
      bench.passMs(1000);
      receipt();
      hear(
          "{'type':'transcript','data':{'is_final':false,'utterance':{'text':'x','start':1,'end':"
              + i
              + "}}}");
      assertTrue(i > 600 || bench.logLines() == 0, bench.log());
    }
    assertTrue(bench.log().contains("answered nothing"), bench.log());
  }

  @Test
  void aRecordingOfWhichAllIsAnsweredIsDoneWithoutAGoodbye() {
    begin("deepgram", Map.of("pace", "0"), 2 * SECOND);
    bench.tape.addEnd();
    bench.settle();
    hear("{'type':'Results','start':0,'duration':1.99,'is_final':true}"); // Its times are rounded.
    bench.passMs(10_000);
    assertFalse(bench.delivery.checkpoint().complete());
    bench.passMs(1);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertTrue(
        bench.log().contains("its last word did not come") || bench.log().contains("answers"));
    assertEquals(1, bench.links.size());
  }

  @ParameterizedTest
  @CsvSource({"1000", "1005", "1011", "0"})
  void norIsAGoodbyeNeededOfALinkThatEnds(int code) {
    begin("deepgram", Map.of("pace", "0"), 2 * SECOND);
    bench.tape.addEnd();
    bench.settle();
    hear("{'type':'Results','start':0,'duration':2.0,'is_final':true}");
    if (code == 0) {
      bench.failed(0, false);
    } else {
      bench.closed(code);
    }
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertEquals(1, bench.links.size());
  }

  @Test
  void whoClosesBeforeTheLastAnswersIsTriedOnceMore() {
    begin("deepgram", Map.of("pace", "0"), 3 * SECOND);
    bench.tape.addEnd();
    for (int link = 1; link <= 2; link++) {
      bench.settle();
      hear("{'type':'Results','start':0,'duration':1.0,'is_final':true}");
      assertFalse(bench.delivery.checkpoint().complete(), bench.log());
      bench.closed(1000);
      if (link == 1) {
        bench.passMs(5000);
        open();
      }
    }
    assertTrue(bench.log().contains("deepgram gave no answer for 1."), bench.log());
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertEquals(2, bench.links.size());
  }

  @Test
  void whoAnswersButNeverTheLastStretchIsBelievedTheSecondTimeAndTold() {
    begin("openai-realtime", Map.of(), 7 * SECOND);
    bench.tape.addEnd();
    for (int link = 1; link <= 2; link++) {
      hear("{'type':'session.updated'}");
      long commits =
          bench.link().handed.stream()
              .filter(m -> m.text() != null && m.text().contains("buffer.commit"))
              .count();
      for (int i = 1; i <= commits; i++) {
        hear("{'type':'input_audio_buffer.committed','item_id':'" + link + i + "'}");
      }
      if (link == 1) {
        hear(
            "{'type':'conversation.item.input_audio_transcription.completed',"
                + "'item_id':'11','transcript':'a'}");
      }
      for (int i = 0; i < 3; i++) {
        bench.passMs(7_000);
        hear(
            "{'type':'conversation.item.input_audio_transcription.delta','item_id':'"
                + link
                + commits
                + "','delta':'x'}");
      }
      if (link == 1) {
        assertTrue(bench.log().contains("last word did not come, at 5."), bench.log());
        assertFalse(bench.delivery.checkpoint().complete());
        bench.passMs(5000);
        open();
      }
    }
    assertTrue(bench.log().contains("openai-realtime gave no answer for 5."), bench.log());
    assertTrue(bench.log().contains("..7.0 s, twice"), bench.log());
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
    assertEquals(2, bench.links.size());
  }

  @Test
  void whoSaysNothingAtAllHasAnsweredNothing() {
    begin("deepgram", Map.of("pace", "0"), 2 * SECOND);
    bench.tape.addEnd();
    for (int link = 1; link <= 3; link++) {
      bench.settle();
      bench.passMs(20_001);
      assertFalse(bench.delivery.checkpoint().complete(), bench.log());
      assertEquals(0, confirmedS());
      bench.passMs(link == 1 ? 5000 : 61_000);
      assertEquals(link + 1, bench.links.size(), bench.log());
      open();
    }
    assertTrue(bench.log().contains("at 0.0 s; trying once a minute"), bench.log());
  }

  @Test
  void aServiceThatTakesAudioAndAcknowledgesNoneIsLeft() {
    begin("vosk", Map.of(), 60 * SECOND);
    bench.passMs(28_000);
    assertFalse(bench.log().contains("acknowledged"), bench.log());
    bench.passMs(10_000);
    assertTrue(bench.log().contains("acknowledged nothing for 30 s"), bench.log());
  }

  @ParameterizedTest
  @CsvSource({"deepgram, true", "deepgram, false", "soniox, true", "soniox, false"})
  void aServiceThatSaysNothingToAQuietRoomIsNotLeft(String name, boolean quiet) {
    begin(name, Map.of("pace", "0"), SECOND);
    for (int i = 0; i < 1200; i++) {
      byte[] second = new byte[2 * 8000];
      Arrays.fill(second, (byte) (quiet ? 0 : 77));
      bench.tape.addFrame(second, 0);
      bench.passMs(1000);
      assertTrue(quiet || i > 295 || bench.logLines() == 0, bench.log());
    }
    assertEquals(quiet, bench.logLines() == 0, bench.log());
  }

  @Test
  void aServiceWhoseFinalPlaceStandsStillIsLeft() {
    begin("soniox", Map.of("pace", "0"), 0);
    for (int i = 0; i < 30; i++) {
      byte[] second = new byte[2 * 8000];
      Arrays.fill(second, (byte) 77);
      bench.tape.addFrame(second, 0);
    }
    bench.settle();
    String stays = "{'tokens':[],'final_audio_proc_ms':0,'total_audio_proc_ms':9000}";
    for (int i = 0; i < 31; i++) {
      bench.passMs(1000);
      if (bench.links.size() == 1 && bench.logLines() == 0) {
        hear(stays);
      }
    }
    assertTrue(bench.log().contains("answered nothing for 3"), bench.log());
  }

  @Test
  void whatIsSaidBehindTheAudioPutsItsEndOffForAWhileOnly() {
    begin("hume-evi", Map.of("pace", "0"), SECOND);
    bench.tape.addEnd();
    hear("{'type':'chat_metadata'}");
    for (int i = 0; i < 122; i++) {
      bench.passMs(1000);
      hear("{'type':'audio_output','data':'AAAA'}");
    }
    bench.link().pings++;
    bench.settle();
    bench.link().pongs++;
    bench.passMs(1);
    assertTrue(bench.delivery.checkpoint().complete(), bench.log());
  }

  @Test
  void aServiceKnownByItsPongsAloneIsLeftWithoutAnswersToPings() {
    begin("twilio", Map.of("pace", "0"), 10 * SECOND);
    bench.link().pings++;
    bench.settle();
    for (int i = 0; i < 30; i++) {
      bench.passMs(1000);
      bench.link().unasked++;
    }
    assertEquals(List.of(), bench.log().lines().toList());
    bench.passMs(1);
    assertTrue(bench.log().contains("no answer to a ping within 30 s"), bench.log());
    assertEquals(0, confirmedS());
  }
}
