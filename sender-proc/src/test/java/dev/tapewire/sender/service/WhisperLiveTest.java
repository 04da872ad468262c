package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WhisperLiveTest {
  private final TalkBench bench = new TalkBench("whisperlive");

  @Test
  void waitsForTheServerAndComesBackToAFullOne() {
    bench.talk.begin();
    assertTrue(bench.last().startsWith("{\"uid\":"), bench.last());
    assertEquals(List.of("ready"), bench.hear("{'uid':'u','message':'SERVER_READY'}"));
    assertEquals(
        List.of("busy full for 3 minutes"), bench.hear("{'uid':'u','status':'WAIT','message':3}"));
  }

  @Test
  void segmentsThatComeAgainAreTakenOnce() {
    bench.audio(5000);
    String list =
        "{'uid':'u','segments':[{'start':'0.000','end':'2.340','text':' hello','completed':true},"
            + "{'start':'2.340','end':'3.000','text':' you','completed':false}]}";
    assertEquals(
        List.of(
            "said hello 0..2340",
            "processed 2340",
            "open nothing",
            "open 2340",
            "partial you 2340..3000"),
        bench.hear(list));
    assertEquals(List.of("open 2340", "partial you 2340..3000"), bench.hear(list));
  }

  @Test
  void theEndIsABinaryMessage() {
    bench.talk.finish();
    assertEquals("binary 12", bench.last());
    assertEquals(List.of("finished"), bench.heard);
  }
}
