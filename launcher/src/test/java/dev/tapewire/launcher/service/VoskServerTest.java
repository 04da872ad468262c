package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VoskServerTest {
  private static final ToneWords WORDS = ToneWords.of(100, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String CONFIG = "{'config':{'sample_rate':16000,'words':1}}";

  @Test
  void theRightDialogueGetsOneReplyForEachMessageAndAllWords() throws Exception {
    try (ServiceServer server = Services.start("vosk", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(CONFIG).send(AUDIO, 6400).say("{\"eof\" : 1}");

      assertEquals("closed 1000", client.end());
      assertEquals(AUDIO.length / 6400 + 1, client.all().size());
      Dialogues.assertAllRight(server, WORDS);
    }
  }

  @Test
  void itIsAwayAndBackOnTheSamePortAndRemembersBothLinks() throws Exception {
    try (ServiceServer server = Services.start("vosk", 20)) {
      try (PlainClient client = PlainClient.open(server.uri())) {
        client.json(CONFIG).send(new byte[3200]).await("partial");
        server.cut();
        assertTrue(client.end().startsWith("failed"));
      }
      try (PlainClient client = PlainClient.open(server.uri())) {
        client.json(CONFIG).send(new byte[6400]).say("{\"eof\" : 1}");
        assertEquals("closed 1000", client.end());
      }
      assertEquals(2, server.links().size());
      assertEquals(3200, server.acceptedPcm(0).length);
      assertEquals(6400, server.acceptedPcm(1).length);
      assertTrue(server.violations().isEmpty(), server.violations()::toString);
    }
  }

  @Test
  void itCanBeCutAgainAndAgainWhileAClientSpeaks() throws Exception {
    try (ServiceServer server = Services.start("vosk", 20)) {
      for (int cut = 0; cut < 20; cut++) {
        try (PlainClient client = PlainClient.open(server.uri())) {
          client.json(CONFIG).send(AUDIO, 3200).await("partial");
          if (cut % 4 == 0) {
            server.stall();
          }
          server.cut();
          assertTrue(client.end().startsWith("failed"));
        }
      }
      assertEquals(20, server.links().size());
      assertTrue(server.violations().isEmpty(), server.violations()::toString);
    }
  }

  @Test
  void aStalledServerReadsWhatWaitedWhenItGoesOn() throws Exception {
    try (ServiceServer server = Services.start("vosk", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(CONFIG).send(new byte[3200]).await("partial");
      server.stall();
      client.send(new byte[3200]).say("{\"eof\" : 1}");
      assertEquals(3200, server.acceptedPcm(0).length);
      server.goOn();

      assertEquals("closed 1000", client.end());
      assertEquals(6400, server.acceptedPcm(0).length);
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("vosk");
    wrong.refused("without the end", c -> c.json(CONFIG).send(new byte[3200]).bye());
    wrong.refused("takes for audio", c -> c.json(CONFIG).say("{\"eof\":1}"));
    wrong.refused("audio of 3201 bytes", c -> c.json(CONFIG).send(new byte[3201]));
    wrong.refused("audio of 0 bytes", c -> c.json(CONFIG).send(new byte[0]));
    wrong.refused("a message of", c -> c.json(CONFIG).send(new byte[(1 << 20) + 2]));
    wrong.refused("changes nothing", c -> c.send(new byte[3200]).json(CONFIG));
    wrong.refused("no JSON", c -> c.say("config"));
  }
}
