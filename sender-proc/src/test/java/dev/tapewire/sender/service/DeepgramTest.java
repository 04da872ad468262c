package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeepgramTest {
  private final TalkBench bench = new TalkBench("deepgram");

  private static final String RESULTS =
      "{'type':'Results','channel_index':[0,1],'duration':2.0,'start':6.0,'is_final':%s,'channel':"
          + "{'alternatives':[{'transcript':'%s','confidence':0.99,'words':[{'word':'hello',"
          + "'punctuated_word':'Hello.','start':6.1,'end':6.4,'confidence':0.99}]}]}}";

  @Test
  void asksForItsFormatAndLeavesOutWhatIsNotSet() {
    assertEquals(
        "wss://api.deepgram.com/v1/listen?model=nova-3&interim_results=true&punctuate=true"
            + "&encoding=linear16&sample_rate=16000&channels=1",
        bench.uri());
  }

  @Test
  void finalResultsProveWhatTheySpeakOf() {
    bench.talk.begin();
    assertEquals(List.of("ready"), bench.heard);
    assertEquals(
        List.of("partial Hello. 6000..8000 [Hello. 6100..6400]"),
        bench.hear(RESULTS.formatted("false", "Hello.")));
    assertEquals(
        List.of("said Hello. 6000..8000 [Hello. 6100..6400]", "processed 8000"),
        bench.hear(RESULTS.formatted("true", "Hello.")));
    assertEquals(
        List.of("measured 6000..8000", "processed 8000"),
        bench.hear(RESULTS.formatted("true", "")));
  }

  @Test
  void sendsAudioAsItIsAndEndsWithWords() {
    bench.audio(100);
    assertEquals("binary 3200", bench.last());
    bench.talk.idle();
    assertEquals("{\"type\":\"KeepAlive\"}", bench.last());
    bench.talk.finish();
    assertEquals("{\"type\":\"CloseStream\"}", bench.last());
    assertEquals(List.of("finished"), bench.hear("{'type':'Metadata','duration':25.98}"));
  }

  @Test
  void whatItCannotDecodeIsNotSentAgain() {
    bench.talk.closed(1008, "DATA-0000");
    bench.talk.closed(1011, "NET-0001"); // Another link may do better.
    assertEquals(List.of("refused DATA-0000"), bench.heard);
  }
}
