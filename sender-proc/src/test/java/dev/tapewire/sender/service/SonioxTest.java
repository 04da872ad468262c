package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.secret.TestKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class SonioxTest {
  private final TalkBench bench = new TalkBench("soniox");

  @Test
  void itsKeyGoesIntoTheFirstMessage() {
    bench.talk.begin();
    assertTrue(
        bench.last().startsWith("{\"api_key\":\"" + TestKeys.of("service") + "\",\"model\""),
        bench.last());
    assertEquals(KeyForm.IN_BAND, bench.service.sheet().keyForm());
  }

  @Test
  void tokensAreJoinedToWords() {
    assertEquals(
        List.of("said Hello you 120..600 [Hello 120..420] [you 500..600]", "processed 480"),
        bench.hear(
            "{'tokens':[{'text':'Hel','start_ms':120,'end_ms':300,'is_final':true},"
                + "{'text':'lo','start_ms':300,'end_ms':420,'is_final':true},"
                + "{'text':' you','start_ms':500,'end_ms':600,'is_final':true},"
                + "{'text':' and','start_ms':700,'end_ms':800,'is_final':false},"
                + "{'text':'<end>','is_final':true}],"
                + "'final_audio_proc_ms':480,'total_audio_proc_ms':840}"));
  }

  @Test
  void endsWithAnEmptyText() {
    bench.talk.finish();
    assertEquals("", bench.last());
    assertEquals(
        List.of("processed 1560", "finished"),
        bench.hear("{'tokens':[],'final_audio_proc_ms':1560,'finished':true}"));
  }

  @Test
  void tellsErrorsApart() {
    String error = "{'error_code':%d,'error_message':'m'}";
    assertEquals(List.of("key refused m"), bench.hear(error.formatted(401)));
    assertEquals(List.of("refused 402 m"), bench.hear(error.formatted(402)));
    assertEquals(List.of("busy 429 m"), bench.hear(error.formatted(429)));
    assertEquals(List.of("lost 503 m"), bench.hear(error.formatted(503)));
  }
}
