package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HumeTest {
  private final TalkBench bench = new TalkBench("hume");

  @Test
  void waitsForTheSessionAndSetsItUp() {
    bench.talk.begin();
    assertEquals(List.of(), bench.said);
    bench.hear("{'type':'session.created'}");
    assertEquals(
        "{\"type\":\"session.update\",\"config\":{\"measurement_timer_ms\":3000}}", bench.last());
    assertEquals(List.of("ready"), bench.hear("{'type':'session.updated'}"));
    TalkBench plain = new TalkBench("hume", Map.of("update", ""));
    assertEquals(List.of("ready"), plain.hear("{'type':'session.created'}"));
  }

  @Test
  void measurementsProveWhatTheyMeasured() {
    String result =
        "{'type':'measurement.result','trigger':'%s','audio_start_ms':0,'audio_end_ms':3000}";
    assertEquals(
        List.of("measured 0..3000", "processed 3000", "open 3000"),
        bench.hear(result.formatted("interval")));
    assertEquals(
        List.of("measured 0..3000", "processed 3000", "open nothing"),
        bench.hear(result.formatted("speech_ended")));
  }

  @Test
  void whichFrameWasNotMeasuredNobodyKnows() {
    assertEquals(
        List.of("lost rate_limited: slow down"),
        bench.hear("{'type':'error','code':'rate_limited','message':'slow down'}"));
    assertEquals(
        List.of("refused config_invalid: no"),
        bench.hear("{'type':'error','code':'config_invalid','message':'no'}"));
  }

  @Test
  void closesInOrder() {
    bench.talk.finish();
    assertEquals("{\"type\":\"session.close\"}", bench.last());
    assertEquals(List.of("finished"), bench.hear("{'type':'session.closed'}"));
  }
}
