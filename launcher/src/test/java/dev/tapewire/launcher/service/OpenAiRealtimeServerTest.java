package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class OpenAiRealtimeServerTest {
  private static final int RATE = 24000;
  private static final ToneWords WORDS = ToneWords.of(2000, 20, RATE);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String[] KEY = {"Authorization", "Bearer " + TestKeys.of("sk")};
  private static final String COMMIT = "{'type':'input_audio_buffer.commit'}";
  private static final String UPDATE =
      "{'type':'session.update','session':{'type':'transcription','audio':{'input':{"
          + "'format':{'type':'audio/pcm','rate':24000},"
          + "'transcription':{'model':'gpt-live-transcribe'},'turn_detection':null}}}}";
  private static final String TURNS =
      UPDATE
          .replace("gpt-live-transcribe", "gpt-transcribe")
          .replace("null", "{'type':'server_vad','silence_duration_ms':500}");
  private static final String TALK =
      "{'type':'session.update','session':{'type':'realtime','model':'gpt-realtime-2.1',"
          + "'audio':{'input':{'format':{'type':'audio/pcm','rate':24000},"
          + "'turn_detection':{'type':'server_vad','silence_duration_ms':500}}}}}";

  @Test
  void committedByHandEachItemIsTranscribed() throws Exception {
    try (ServiceServer server = Services.start("openai-realtime", 20);
        PlainClient client = open(server, "?intent=transcription")) {
      client.await("session.created");
      client.json(UPDATE).await("session.updated");
      int breath = 2 * (int) (RATE * (0.3 + 8 * 0.6 + 0.3)); // Behind the eighth word.
      append(client, Arrays.copyOf(AUDIO, breath)).json(COMMIT);
      client.await("input_audio_buffer.committed");
      assertTrue(client.await("completed").contains("w2007"));
      append(client, Arrays.copyOfRange(AUDIO, breath, AUDIO.length)).json(COMMIT);
      client.await("'previous_item_id':'item_0_1'");
      client.await("completed");
      client.bye();

      assertTrue(client.end().startsWith("closed"));
      Dialogues.assertAllRight(server, WORDS);
    }
  }

  @Test
  void withTurnsByTheServerEachBreathEndsAnItem() throws Exception {
    try (ServiceServer server = Services.start("openai-realtime", 20);
        PlainClient client = open(server, "?intent=transcription")) {
      client.json(TURNS).await("session.updated");
      append(client, AUDIO);
      client.await("speech_started");
      JsonObject done = object(client.await("completed"));

      assertEquals(
          "w2000 w2001 w2002 w2003 w2004 w2005 w2006 w2007", done.get("transcript").getAsString());
      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void aConversationIsAnsweredWithAudio() throws Exception {
    try (ServiceServer server = Services.start("openai-realtime", 20);
        PlainClient client = open(server, "?model=gpt-realtime-2.1")) {
      client.json(TALK).await("session.updated");
      append(client, AUDIO);
      client.await("response.output_audio.delta");
      client.await("response.done");

      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void eachWrongHandshakeIsRefused() throws Exception {
    String both = "?intent=transcription&model=gpt-realtime-2.1";
    new Dialogues("openai-realtime", 20, both, KEY).notLetIn(400);
    new Dialogues("openai-realtime", 20, "", KEY).notLetIn(400);
    new Dialogues("openai-realtime", 20, "?intent=transcription").notLetIn(401);
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("openai-realtime", 20, "?intent=transcription", KEY);
    wrong.refused("before the session", c -> append(c, new byte[4800]));
    wrong.refused("", c -> c.json(UPDATE.replace("24000", "16000")));
    wrong.refused("", c -> c.json(UPDATE.replace("'transcription',", "'realtime',")));
    wrong.refused("turn detection", c -> c.json(UPDATE.replace("null", "{'type':'server_vad'}")));
    wrong.refused("the model", c -> c.json(UPDATE.replace("gpt-live-transcribe", "gpt-9")));
    wrong.refused("", c -> c.json("{'type':'transcription_session.update','session':{}}"));
    wrong.refused("binary", c -> c.send(new byte[2]));
    wrong.refused("commit of 0 ms", c -> c.json(UPDATE).json(COMMIT));
    wrong.refused("commit of 50 ms", c -> append(c.json(UPDATE), new byte[2400]).json(COMMIT));
    wrong.refused("audio of 3 bytes", c -> append(c.json(UPDATE), new byte[3]));
    wrong.refused("audio of 0 bytes", c -> append(c.json(UPDATE), new byte[0]));
    wrong.refused(
        "not base64", c -> c.json(UPDATE).json("{'type':'input_audio_buffer.append','audio':'-'}"));
    wrong.refused(
        "event_id of 513",
        c -> c.json("{'type':'input_audio_buffer.commit','event_id':'" + "x".repeat(513) + "'}"));
    wrong.refused("not committed", c -> append(c.json(UPDATE), new byte[48000]).bye());
    wrong.atRealTime().refused("faster", c -> append(c.json(TURNS), new byte[48000 * 60]));
  }

  @Test
  void theBetasHeaderClosesTheLink() throws Exception {
    try (ServiceServer server = Services.start("openai-realtime", 20);
        PlainClient client =
            PlainClient.open(
                URI.create(server.uri() + "?intent=transcription"),
                "Authorization",
                "Bearer " + TestKeys.of("sk"),
                "OpenAI-Beta",
                "realtime=v1")) {
      client.await("beta_api_shape_disabled");
      assertEquals("closed 4000", client.end());
      assertEquals(1, server.violations().size());
    }
  }

  @Test
  void aSessionOfSixtyMinutesIsEnded() throws Exception {
    try (ServiceServer server = Services.start("openai-realtime", 3600);
        PlainClient client = open(server, "?intent=transcription")) {
      client.await("session_expired");
      assertEquals("closed 1001", client.end());
      assertEquals(1, server.violations().size());
    }
  }

  private static PlainClient open(ServiceServer server, String query) {
    return PlainClient.open(URI.create(server.uri() + query), KEY);
  }

  private static JsonObject object(String text) {
    return com.google.gson.JsonParser.parseString(text).getAsJsonObject();
  }

  private static PlainClient append(PlainClient client, byte[] audio) {
    int chunk = 48000;
    for (int at = 0; at == 0 || at < audio.length; at += chunk) {
      byte[] part = Arrays.copyOfRange(audio, at, Math.min(at + chunk, audio.length));
      client.json(
          "{'type':'input_audio_buffer.append','audio':'"
              + Base64.getEncoder().encodeToString(part)
              + "'}");
    }
    return client;
  }
}
