package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HumeEviTest {
  private final TalkBench bench = new TalkBench("hume-evi");

  @Test
  void tellsItsFormatAndWaitsForTheChat() {
    bench.talk.begin();
    assertEquals(
        "{\"type\":\"session_settings\",\"audio\":{\"encoding\":\"linear16\","
            + "\"sample_rate\":16000,\"channels\":1}}",
        bench.last());
    assertEquals(List.of("ready"), bench.hear("{'type':'chat_metadata','chat_id':'c'}"));
    bench.silence(1);
    assertTrue(bench.last().startsWith("{\"type\":\"audio_input\",\"data\":\"AAAA"), bench.last());
  }

  @Test
  void whatTheUserSaidIsTheProof() {
    String message =
        "{'type':'user_message','from_text':%s,'interim':%s,'message':{'role':'user',"
            + "'content':'hello'},'time':{'begin':0,'end':1200}}";
    assertEquals(
        List.of("open 0", "partial hello 0..1200"), bench.hear(message.formatted("false", "true")));
    assertEquals(
        List.of("said hello 0..1200", "processed 1200", "open nothing"),
        bench.hear(message.formatted("false", "false")));
    assertEquals(List.of(), bench.hear(message.formatted("true", "false")));
  }

  @Test
  void keepsWhatItSpeaks() {
    assertEquals(
        List.of("speaks /data 0 wav"), bench.hear("{'type':'audio_output','data':'UklGRg=='}"));
  }
}
