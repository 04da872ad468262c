package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SonioxServerTest {
  private static final ToneWords WORDS = ToneWords.of(1500, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String START =
      "{'api_key':'"
          + TestKeys.of("sx")
          + "','model':'stt-rt-v5','audio_format':'pcm_s16le',"
          + "'sample_rate':16000,'num_channels':1,'language_hints':['en']}";

  @Test
  void theFinalTokensOfTheRightDialogueAreTheTranscript() throws Exception {
    try (ServiceServer server = Services.start("soniox", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(START).json("{'type':'keepalive'}").send(AUDIO, 3200).say("");

      assertEquals("closed 1000", client.end());
      Dialogues.assertAllRight(server, WORDS);
      StringBuilder text = new StringBuilder();
      for (JsonObject each : client.all()) {
        for (JsonElement token : each.getAsJsonArray("tokens")) {
          if (token.getAsJsonObject().get("is_final").getAsBoolean()) {
            text.append(token.getAsJsonObject().get("text").getAsString());
          }
        }
      }
      assertEquals(WORDS.text(), text.toString());
    }
  }

  @Test
  void finalizeMakesFinalWhatThereIs() throws Exception {
    try (ServiceServer server = Services.start("soniox", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(START).send(Arrays.copyOf(AUDIO, 32000)).json("{'type':'finalize'}");
      client.await("'final_audio_proc_ms':1000");
      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void aWrongKeyIsToldInBand() throws Exception {
    try (ServiceServer server = Services.start("soniox", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(START.replace(TestKeys.of("sx"), TestKeys.of("no"))).await("'error_code':401");
      assertEquals(List.of("wrong key"), server.refusals());
      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("soniox");
    wrong.refused("audio before", c -> c.send(new byte[3200]));
    wrong.refused("model or format", c -> c.json(START.replace("pcm_s16le", "pcm")));
    wrong.refused("model or format", c -> c.json(START.replace("'num_channels':1,", "")));
    wrong.refused("audio of 0", c -> c.json(START).send(new byte[0]));
    wrong.refused("audio of 3", c -> c.json(START).send(new byte[3]));
    wrong.atRealTime().refused("faster", c -> c.json(START).send(new byte[32000 * 60], 32000));
    wrong.refused("without the empty text", c -> c.json(START).bye());
    wrong.refused("unknown", c -> c.json(START).json("{'type':'end'}"));
    wrong.refused("for 20 s", c -> c.json(START));
  }
}
