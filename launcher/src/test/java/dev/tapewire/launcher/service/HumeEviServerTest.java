package dev.tapewire.launcher.service;

import dev.tapewire.common.secret.TestKeys;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class HumeEviServerTest {
  private static final ToneWords WORDS = ToneWords.of(1100, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String[] KEY = {"X-Hume-Api-Key", TestKeys.of("evi")};
  private static final String SETTINGS =
      "{'type':'session_settings','audio':{'encoding':'linear16','sample_rate':16000,"
          + "'channels':1}}";

  @Test
  void theRightDialogueIsHeardAndAnsweredWithAudio() throws Exception {
    try (ServiceServer server = Services.start("hume-evi", 20);
        PlainClient client = PlainClient.open(server.uri(), KEY)) {
      client.await("chat_metadata");
      audio(client.json(SETTINGS), AUDIO);
      client.await("w1107");
      client.await("audio_output");
      client.await("w1128");
      client.bye().end();

      Dialogues.assertAllRight(server, WORDS);
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    new Dialogues("hume-evi", "X-Hume-Api-Key", "wrong").notLetIn(401);
    Dialogues wrong = new Dialogues("hume-evi", KEY);
    wrong.refused("before session_settings", c -> audio(c, new byte[3200]));
    wrong.refused("binary", c -> c.json(SETTINGS).send(new byte[3200]));
    wrong.refused("", c -> c.json(SETTINGS.replace("linear16", "pcm")));
    wrong.refused("audio of 3", c -> audio(c.json(SETTINGS), new byte[3]));
    wrong.refused("not base64", c -> c.json(SETTINGS).json("{'type':'audio_input','data':'-'}"));
    wrong.atRealTime().refused("faster", c -> audio(c.json(SETTINGS), new byte[32000 * 60]));
    wrong.refused("", c -> c.json("{'type':'audio','data':''}"));
    new Dialogues("hume-evi", 120, "", KEY).refused("120 s", c -> c.json(SETTINGS));
  }

  private static PlainClient audio(PlainClient client, byte[] audio) {
    for (int at = 0; at < audio.length; at += 6400) {
      byte[] part = Arrays.copyOfRange(audio, at, Math.min(at + 6400, audio.length));
      String data = Base64.getEncoder().encodeToString(part);
      client.json("{'type':'audio_input','data':'" + data + "'}");
    }
    return client;
  }
}
