package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.secret.TestKeys;
import org.junit.jupiter.api.Test;

class HumeServerTest {
  private static final ToneWords WORDS = ToneWords.of(900, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String[] KEY = {"X-Hume-Api-Key", TestKeys.of("hume")};
  private static final String CLOSE = "{'type':'session.close'}";
  private static final String UPDATE =
      "{'type':'session.update','config':{'measurement_timer_ms':5000}}";

  @Test
  void theRightDialogueIsMeasuredAndClosedWithTotals() throws Exception {
    try (ServiceServer server = Services.start("hume", 20);
        PlainClient client = PlainClient.open(server.uri(), KEY)) {
      client.await("session.created");
      client.json(UPDATE).await("session.updated");
      client.send(AUDIO, 3200).json(CLOSE).await("'audio_ms':20000");

      assertEquals("closed 1000", client.end());
      Dialogues.assertAllRight(server, WORDS);
    }
  }

  @Test
  void anUnluckyFrameIsRefusedAndIsNoViolation() throws Exception {
    try (ServiceServer server = Services.start("hume", 20);
        PlainClient client = PlainClient.open(server.uri(), KEY)) {
      client.await("session.created");
      server.refuseNext(1);
      client.send(new byte[3200]).await("rate_limited");
      client.send(new byte[3200]).json(CLOSE).await("'audio_ms':100");
      assertEquals("closed 1000", client.end());
      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    new Dialogues("hume", "X-Hume-Api-Key", "wrong").notLetIn(401);
    Dialogues wrong = new Dialogues("hume", KEY);
    wrong.refused("audio of 0", c -> c.send(new byte[0]));
    wrong.refused("audio of 3201", c -> c.send(new byte[3201]));
    wrong.refused("audio of 320002", c -> c.send(new byte[320_002]));
    wrong.refused("a message of", c -> c.send(new byte[(1 << 20) + 2]));
    wrong.atRealTime().refused("faster", c -> c.send(new byte[32000 * 60], 320_000));
    wrong.refused("after audio", c -> c.send(new byte[3200]).json(UPDATE));
    wrong.refused("timer", c -> c.json(UPDATE.replace("5000", "100")));
    wrong.refused("without session.close", c -> c.send(new byte[3200]).bye());
    wrong.refused("unknown", c -> c.json("{'type':'close'}"));
  }
}
