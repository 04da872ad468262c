package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TwilioTest {
  private final TalkBench bench = new TalkBench("twilio");

  private static final String STREAM = "\"streamSid\":\"MZ00000000000000000000000000000000\"";

  @Test
  void countsMessagesAndChunksInStrings() {
    bench.talk.begin();
    assertTrue(bench.said.get(0).contains("\"event\":\"connected\""));
    assertTrue(bench.said.get(1).contains("\"sequenceNumber\":\"1\",\"start\":{"), bench.last());
    bench.audio(20);
    bench.audio(20);
    assertTrue(
        bench
            .last()
            .startsWith(
                "{\"event\":\"media\",\"sequenceNumber\":\"3\",\"media\":{\"track\":\"inbound\","
                    + "\"chunk\":\"2\",\"timestamp\":\"20\",\"payload\":\""),
        bench.last());
    assertTrue(bench.last().endsWith(STREAM + "}"), bench.last());
    bench.talk.finish();
    assertTrue(bench.last().startsWith("{\"event\":\"stop\",\"sequenceNumber\":\"4\""));
  }

  @Test
  void nothingThatComesBackIsProof() {
    assertEquals(List.of(), bench.hear("{'event':'mark','mark':{'name':'m1'}}"));
  }
}
