package dev.tapewire.launcher.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class WhisperLiveServerTest {
  private static final ToneWords WORDS = ToneWords.of(1700, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final byte[] END = "END_OF_AUDIO".getBytes(US_ASCII);
  private static final String START =
      "{'uid':'3f1c','language':'en','task':'transcribe','model':'small','use_vad':true,"
          + "'send_last_n_segments':10,'audio_format':'int16'}";

  @Test
  void theRightDialogueWaitsUntilTheLastSegmentIsComplete() throws Exception {
    try (ServiceServer server = Services.start("whisperlive", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(START).await("SERVER_READY");
      client.send(AUDIO, 8192).await("'end':'20.000'");
      client.send(END);

      assertEquals("closed 1000", client.end());
      Dialogues.assertAllRight(server, WORDS);
      JsonObject last = client.all().get(client.all().size() - 1);
      JsonArray segments = last.getAsJsonArray("segments");
      StringBuilder text = new StringBuilder();
      segments.forEach(s -> text.append(s.getAsJsonObject().get("text").getAsString()));
      assertEquals(WORDS.text(), text.toString().trim().replace("  ", " "));
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("whisperlive");
    wrong.refused("audio before", c -> c.send(new byte[3200]));
    wrong.refused("uid", c -> c.json(START.replace("'uid':'3f1c',", "")));
    wrong.refused("audio_format", c -> c.json(START.replace("int16", "s16")));
    wrong.refused("a text after", c -> c.json(START).say("END_OF_AUDIO"));
    wrong.refused("audio of 3", c -> c.json(START).send(new byte[3]));
    wrong.refused("audio of 2", c -> c.json(START.replace("int16", "float32")).send(new byte[2]));
    wrong.refused("backlog", c -> c.json(START).send(new byte[32000 * 70], 32000));
    wrong.refused("without END_OF_AUDIO", c -> c.json(START).bye());
    wrong.refused("is lost", c -> c.json(START).send(AUDIO, 8192).send(END));
    new Dialogues("whisperlive", 300, "").refused("300 s", c -> c.json(START));
  }
}
