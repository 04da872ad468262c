package dev.tapewire.launcher.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.net.URI;
import org.junit.jupiter.api.Test;

class DeepgramServerTest {
  private static final ToneWords WORDS = ToneWords.of(4090, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String QUERY =
      "?model=nova-3&encoding=linear16&sample_rate=16000&channels=1&interim_results=true";
  private static final String CLOSE = "{'type':'CloseStream'}";
  private static final String[] KEY = {"Authorization", "Token " + TestKeys.of("dg")};

  @Test
  void theRightDialogueGetsContiguousFinalsAndAllWords() throws Exception {
    try (ServiceServer server = Services.start("deepgram", 20);
        PlainClient client = PlainClient.open(URI.create(server.uri() + QUERY), KEY)) {
      client.json("{'type':'KeepAlive'}").send(AUDIO, 3200).json(CLOSE);

      assertEquals("closed 1000", client.end());
      Dialogues.assertAllRight(server, WORDS);
      double until = 0;
      for (JsonObject each : client.all()) {
        if (each.has("is_final") && each.get("is_final").getAsBoolean()) {
          assertEquals(until, each.get("start").getAsDouble(), 1e-4);
          until = each.get("start").getAsDouble() + each.get("duration").getAsDouble();
        }
      }
      assertEquals(20, until, 1e-3);
      JsonObject last = client.all().get(client.all().size() - 1);
      assertEquals("Metadata", last.get("type").getAsString());
      assertEquals(20, last.get("duration").getAsDouble(), 1e-3);
    }
  }

  @Test
  void eachWrongHandshakeIsRefused() throws Exception {
    new Dialogues("deepgram", 20, QUERY, "Authorization", "Token wrong").notLetIn(401);
    new Dialogues("deepgram", 20, QUERY, "Authorization", "Bearer " + TestKeys.of("dg"))
        .notLetIn(401);
    new Dialogues("deepgram", 20, "?encoding=linear16&sample_rate=16000", KEY).notLetIn(400);
    new Dialogues("deepgram", 20, "?model=nova-3&encoding=linear16", KEY).notLetIn(400);
    new Dialogues("deepgram", 20, QUERY + "&rate=1", KEY).notLetIn(400);
    new Dialogues("deepgram", 20, QUERY.replace("linear16", "pcm16"), KEY).notLetIn(400);
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("deepgram", 20, QUERY, KEY);
    wrong.refused("an empty binary", c -> c.send(new byte[0]));
    wrong.refused("audio of 3 bytes", c -> c.send(new byte[3]));
    wrong.refused("in a binary", c -> c.send("{\"type\":\"KeepAlive\"}".getBytes(UTF_8)));
    wrong.refused("an unknown message", c -> c.json("{'type':'Keepalive'}"));
    wrong.refused("no JSON", c -> c.say("CloseStream"));
    wrong.refused("without CloseStream", c -> c.send(new byte[3200]).bye());
    wrong.atRealTime().refused("faster than 1.25", c -> c.send(new byte[32000 * 60], 64000));
    wrong.refused("NET-0001", c -> c.send(new byte[3200]));
  }

  @Test
  void aKeepAliveKeepsItOpen() throws Exception {
    try (ServiceServer server = Services.start("deepgram", 20);
        PlainClient client = PlainClient.open(URI.create(server.uri() + QUERY), KEY)) {
      for (int i = 0; i < 20; i++) {
        Thread.sleep(100); // In all, the limit of 10 s scaled and more.
        client.json("{'type':'KeepAlive'}");
      }
      client.json(CLOSE);
      assertEquals("closed 1000", client.end());
      assertTrue(server.violations().isEmpty(), server.violations()::toString);
    }
  }
}
