package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class VoskTest {
  private final TalkBench bench = new TalkBench("vosk");

  @Test
  void sendsTheConfigFirstAndTheEndByteForByte() {
    bench.talk.begin();
    assertEquals("{\"config\":{\"sample_rate\":16000,\"words\":1}}", bench.last());
    assertEquals(List.of("ready"), bench.heard);
    bench.talk.finish();
    assertEquals("{\"eof\" : 1}", bench.last());
  }

  @Test
  void everyAnswerIsAReceiptAndAResultProvesWhatItSaw() {
    bench.audio(200);
    bench.audio(200);
    bench.audio(200);
    assertEquals(List.of("received 200", "one"), bench.hear("{'partial':''}"));
    assertEquals(
        List.of("received 400", "one", "open 0", "partial hi 0..400"),
        bench.hear("{'partial':'hi'}"));
    assertEquals(
        List.of(
            "received 600",
            "one",
            "said hi 100..400 [hi 100..400]",
            "processed 600",
            "open nothing"),
        bench.hear("{'result':[{'conf':1,'start':0.1,'end':0.4,'word':'hi'}],'text':'hi'}"));
  }

  @Test
  void theLastWordComesAfterAllAnswers() {
    bench.audio(200);
    bench.talk.finish();
    assertEquals(List.of("received 200", "one"), bench.hear("{'partial':''}"));
    assertEquals("finished", bench.hear("{'text':''}").get(4));
  }
}
