package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GladiaTest {
  private final TalkBench bench = new TalkBench("gladia");

  private static final String CHUNK =
      "{'type':'audio_chunk','acknowledged':true,'error':null,'data':{'byte_range':[%d,%d]}}";

  @Test
  void bothReadingsOfARangeComeToWholeSamples() {
    bench.audio(100);
    bench.audio(100);
    assertEquals(List.of("received 100"), bench.hear(CHUNK.formatted(0, 3200)));
    assertEquals(List.of("received 100"), bench.hear(CHUNK.formatted(0, 3199)));
    assertEquals(List.of("received 200"), bench.hear(CHUNK.formatted(0, 999_999)));
  }

  @Test
  void aSessionGoesOnFromTheAcknowledgedByte() {
    bench.audio(100);
    bench.audio(100);
    bench.hear(CHUNK.formatted(0, 3200));
    assertTrue(bench.talk.resumes());
    bench.talk.resume(bench.samples(100));
    bench.audio(100);
    assertEquals(List.of("received 200"), bench.hear(CHUNK.formatted(3200, 6400)));
    assertTrue(bench.talk.resumes());
  }

  @Test
  void aSessionThatHasAudioTwiceIsLeft() {
    for (String chunk : List.of(CHUNK.formatted(6400, 9600), CHUNK.formatted(3200, 9600))) {
      TalkBench bench = new TalkBench("gladia");
      bench.audio(200);
      bench.hear(CHUNK.formatted(0, 3200));
      bench.talk.resume(bench.samples(100));
      bench.audio(100);
      assertEquals(
          List.of("lost audio stood twice where its session went on; a new one begins"),
          bench.hear(chunk));
      assertFalse(bench.talk.resumes());
    }
  }

  @Test
  void neitherAnEndNorARefusalIsGoneOnWith() {
    for (int code : List.of(1000, 1001, 4400, 4403, 4499)) {
      TalkBench bench = new TalkBench("gladia");
      bench.talk.closed(code, "");
      assertFalse(bench.talk.resumes(), "code " + code);
    }
    for (int code : List.of(1002, 1011, 4399, 4500)) {
      TalkBench bench = new TalkBench("gladia");
      bench.talk.closed(code, "");
      assertTrue(bench.talk.resumes(), "code " + code);
    }
  }

  @Test
  void aSessionThatDoesNotTakeAudioIsLeft() {
    assertEquals(
        List.of("lost audio was not taken: too much"),
        bench.hear(
            "{'type':'audio_chunk','acknowledged':false,'error':{'message':'too much'},'data':null}"));
    assertFalse(bench.talk.resumes());
  }

  @Test
  void anUtteranceThatBeganBeforeTheOneBeforeWasAnsweredStaysOpen() {
    bench.hear("{'type':'speech_start','data':{'time':1.0}}");
    bench.hear("{'type':'speech_start','data':{'time':3.0}}");
    assertEquals(
        List.of("said a 1000..2000", "processed 2000", "open 3000"),
        bench.hear(
            "{'type':'transcript','data':{'is_final':true,'utterance':"
                + "{'text':'a','start':1.0,'end':2.0}}}"));
  }

  @Test
  void anUtteranceIsOpenUntilItIsFinal() {
    String transcript =
        "{'type':'transcript','data':{'id':'0','is_final':%s,'utterance':{'text':' Hello. ',"
            + "'start':0.1,'end':0.6,'words':[{'word':' Hello.','start':0.1,'end':0.6}]}}}";
    assertEquals(
        List.of("measured 100..100", "open 100"),
        bench.hear("{'type':'speech_start','data':{'time':0.1}}"));
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
