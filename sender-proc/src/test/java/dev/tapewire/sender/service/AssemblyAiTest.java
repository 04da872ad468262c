package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblyAiTest {
  private final TalkBench bench = new TalkBench("assemblyai");

  private static final String TURN =
      "{'type':'Turn','turn_order':0,'turn_is_formatted':%s,'end_of_turn':%s,'transcript':'Hello.',"
          + "'words':[{'text':'Hello.','start':1200,'end':1500,'word_is_final':true}]}";

  @Test
  void asksForItsFormat() {
    assertTrue(
        bench
            .uri()
            .startsWith(
                "wss://streaming.assemblyai.com/v3/ws?sample_rate=16000&encoding=pcm_s16le"),
        bench.uri());
    assertEquals(List.of("ready"), bench.hear("{'type':'Begin','id':'x'}"));
  }

  @Test
  void aTurnStandsOnceItHasItsPunctuation() {
    assertEquals(
        List.of("open 1200", "partial Hello. 1200..1500 [Hello. 1200..1500]"),
        bench.hear(TURN.formatted("false", "false")));
    assertEquals(
        List.of("partial Hello. 1200..1500 [Hello. 1200..1500]"),
        bench.hear(TURN.formatted("false", "true")));
    assertEquals(
        List.of("said Hello. 1200..1500 [Hello. 1200..1500]", "processed 1500", "open nothing"),
        bench.hear(TURN.formatted("true", "true")));
  }

  @Test
  void itsHeartbeatIsAReceipt() {
    assertEquals(
        List.of("received 5000"),
        bench.hear("{'type':'Heartbeat','total_audio_received_ms':5000,'total_duration_ms':5100}"));
  }

  @Test
  void terminatesAndTellsAWrongKey() {
    bench.talk.finish();
    assertEquals("{\"type\":\"Terminate\"}", bench.last());
    assertEquals(
        List.of("finished"), bench.hear("{'type':'Termination','audio_duration_seconds':12}"));
    bench.heard.clear();
    bench.talk.closed(1008, "not authorised");
    bench.talk.closed(3005, "server error");
    bench.talk.closed(1008, "Too many concurrent sessions");
    assertEquals(
        List.of("key refused not authorised", "refused Too many concurrent sessions"), bench.heard);
  }
}
