package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechmaticsTest {
  private final TalkBench bench = new TalkBench("speechmatics");

  private static final String ADDED = "{'message':'AudioAdded','seq_no':%d}";

  @Test
  void startsAndWaitsUntilItHasStarted() {
    bench.talk.begin();
    assertTrue(bench.last().contains("\"encoding\":\"pcm_s16le\",\"sample_rate\":16000"));
    assertEquals(List.of("ready"), bench.hear("{'message':'RecognitionStarted','id':'x'}"));
  }

  @Test
  void countsWhatIsAcknowledged() {
    bench.audio(100);
    bench.audio(50);
    bench.audio(100);
    assertEquals(
        List.of("received 100", "one", "received 150", "one"), bench.hear(ADDED.formatted(2)));
    assertEquals(List.of(), bench.hear(ADDED.formatted(1)));
    // More than was sent is no proof of what was not.
    assertEquals(List.of("received 250", "one"), bench.hear(ADDED.formatted(9)));
  }

  @Test
  void endsOnceAllIsAcknowledged() {
    bench.audio(100);
    bench.talk.finish();
    assertEquals("binary 3200", bench.last());
    bench.hear(ADDED.formatted(1));
    assertEquals("{\"message\":\"EndOfStream\",\"last_seq_no\":1}", bench.last());
    assertEquals(List.of("finished"), bench.hear("{'message':'EndOfTranscript'}"));
  }

  @Test
  void joinsPunctuationToItsWord() {
    assertEquals(
        List.of("said Hi there. 0..1200 [Hi 100..400] [there. 500..900]", "processed 1200"),
        bench.hear(
            "{'message':'AddTranscript','metadata':{'start_time':0,'end_time':1.2,"
                + "'transcript':'Hi there.'},'results':["
                + "{'type':'word','start_time':0.1,'end_time':0.4,'alternatives':[{'content':'Hi'}]},"
                + "{'type':'word','start_time':0.5,'end_time':0.9,'alternatives':[{'content':'there'}]},"
                + "{'type':'punctuation','start_time':0.9,'end_time':0.9,'alternatives':[{'content':'.'}]}"
                + "]}"));
  }

  @Test
  void tellsErrorsApart() {
    String error = "{'message':'Error','type':'%s','reason':'r'}";
    assertEquals(
        List.of("key refused not_authorised: r"), bench.hear(error.formatted("not_authorised")));
    assertEquals(List.of("lost job_error: r"), bench.hear(error.formatted("job_error")));
    assertEquals(List.of("busy quota_exceeded: r"), bench.hear(error.formatted("quota_exceeded")));
    assertEquals(List.of("refused invalid_model: r"), bench.hear(error.formatted("invalid_model")));
    assertEquals(
        List.of("lost duration_limit_exceeded: r"),
        bench.hear("{'message':'Warning','type':'duration_limit_exceeded','reason':'r'}"));
    bench.heard.clear();
    bench.talk.closed(4005, "quota"); // Later it may take us.
    bench.talk.closed(4004, "no model");
    assertEquals(
        List.of("busy close code 4005 quota", "refused close code 4004 no model"), bench.heard);
  }
}
