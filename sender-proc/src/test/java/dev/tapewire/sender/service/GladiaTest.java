package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GladiaTest {
  private final TalkBench bench = new TalkBench("gladia");

  private static final String CHUNK =
      "{'type':'audio_chunk','acknowledged':true,'error':null,'data':{'byte_range':[0,%d]}}";

  @Test
  void bothReadingsOfARangeComeToWholeSamples() {
    bench.audio(100);
    bench.audio(100);
    assertEquals(List.of("received 100"), bench.hear(CHUNK.formatted(3200)));
    assertEquals(List.of("received 100"), bench.hear(CHUNK.formatted(3199)));
    assertEquals(List.of("received 200"), bench.hear(CHUNK.formatted(999_999)));
  }

  @Test
  void audioThatIsNotTakenIsTold() {
    assertEquals(
        List.of("warned audio was not taken: too much"),
        bench.hear(
            "{'type':'audio_chunk','acknowledged':false,'error':{'message':'too much'},'data':null}"));
  }

  @Test
  void anUtteranceIsOpenUntilItIsFinal() {
    String transcript =
        "{'type':'transcript','data':{'id':'0','is_final':%s,'utterance':{'text':' Hello. ',"
            + "'start':0.1,'end':0.6,'words':[{'word':' Hello.','start':0.1,'end':0.6}]}}}";
    assertEquals(List.of("open 100"), bench.hear("{'type':'speech_start','data':{'time':0.1}}"));
    assertEquals(
        List.of("open 100", "partial Hello. 100..600 [Hello. 100..600]"),
        bench.hear(transcript.formatted("false")));
    assertEquals(
        List.of("said Hello. 100..600 [Hello. 100..600]", "processed 600", "open nothing"),
        bench.hear(transcript.formatted("true")));
  }

  @Test
  void endsWithTheSession() {
    bench.talk.finish();
    assertEquals("{\"type\":\"stop_recording\"}", bench.last());
    assertEquals(List.of(), bench.hear("{'type':'stop_recording','acknowledged':true}"));
    assertEquals(List.of("finished"), bench.hear("{'type':'end_session'}"));
  }

  @Test
  void aFinishedJobMayBeBegunAnewAndARefusalNot() {
    bench.talk.closed(4403, "over");
    bench.talk.closed(4401, "no");
    assertEquals(List.of("refused close code 4401 no"), bench.heard);
  }
}
