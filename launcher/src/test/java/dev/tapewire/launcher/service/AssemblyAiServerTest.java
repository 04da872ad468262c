package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.secret.TestKeys;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblyAiServerTest {
  private static final ToneWords WORDS = ToneWords.of(1300, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String[] KEY = {"Authorization", TestKeys.of("aai")};
  private static final String QUERY =
      "?sample_rate=16000&encoding=pcm_s16le&speech_model=universal-3-5-pro"
          + "&session_heartbeat=true&inactivity_timeout=5";
  private static final String TERMINATE = "{'type':'Terminate'}";

  @Test
  void theRightDialogueGetsHeartbeatsTurnsAndATermination() throws Exception {
    try (ServiceServer server = Services.start("assemblyai", 20);
        PlainClient client = PlainClient.open(URI.create(server.uri() + QUERY), KEY)) {
      client.await("Begin");
      client.send(AUDIO, 3200).await("'total_audio_received_ms':5000");
      client.json(TERMINATE).await("'audio_duration_seconds':20");

      assertEquals("closed 1000", client.end());
      Dialogues.assertAllRight(server, WORDS);
    }
  }

  @Test
  void aWrongKeyIsToldInBand() throws Exception {
    try (ServiceServer server = Services.start("assemblyai", 20);
        PlainClient client =
            PlainClient.open(
                URI.create(server.uri() + QUERY),
                "Authorization",
                "Bearer " + TestKeys.of("aai"))) {
      assertEquals("closed 1008", client.end());
      assertEquals(List.of("wrong key"), server.refusals());
      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    new Dialogues("assemblyai", 20, QUERY + "&rate=1", KEY).notLetIn(400);
    new Dialogues("assemblyai", 20, "?sample_rate=x", KEY).refused("encoding or rate", c -> {});
    Dialogues wrong = new Dialogues("assemblyai", 20, QUERY, KEY);
    wrong.refused("Duration Violation: 0 ms", c -> c.send(new byte[0]));
    wrong.refused("Duration Violation: 49 ms", c -> c.send(new byte[1568]));
    wrong.refused("Duration Violation: 1001 ms", c -> c.send(new byte[32032]));
    wrong.refused("audio of 3201", c -> c.send(new byte[3201]));
    wrong.refused("Rate Exceeded", c -> c.send(new byte[32000 * 60], 32000));
    wrong.refused("without Terminate", c -> c.send(new byte[3200]).bye());
    wrong.refused("", c -> c.json("{'type':'terminate'}"));
    wrong.refused("no audio for 5", c -> c.send(new byte[3200]));
  }
}
