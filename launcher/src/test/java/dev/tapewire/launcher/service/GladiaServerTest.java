package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class GladiaServerTest {
  private static final ToneWords WORDS = ToneWords.of(700, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String STOP = "{'type':'stop_recording'}";
  private static final String INIT =
      "{'encoding':'wav/pcm','bit_depth':16,'sample_rate':16000,'channels':1,"
          + "'model':'solaria-1','language_config':{'languages':['en'],'code_switching':false},"
          + "'messages_config':{'receive_acknowledgments':true,'receive_final_transcripts':true,"
          + "'receive_partial_transcripts':true,'receive_lifecycle_events':true}}";

  @Test
  void aSessionGoesOnWithAnotherLinkOnTheSameUrl() throws Exception {
    try (ServiceServer server = Services.start("gladia", 20)) {
      URI url = session(server);
      int half = AUDIO.length / 2;
      try (PlainClient client = PlainClient.open(url)) {
        client.send(Arrays.copyOf(AUDIO, half), 3200).await("'byte_range':[316800,320000]");
        server.cut();
        assertTrue(client.end().startsWith("failed"));
      }
      try (PlainClient client = PlainClient.open(url)) {
        client.send(Arrays.copyOfRange(AUDIO, half, AUDIO.length), 3200);
        client.await("'byte_range':[320000,323200]");
        client.json(STOP).await("end_session");
        assertEquals("closed 1000", client.end());
      }
      Dialogues.assertAllRight(server, WORDS);
      try (PlainClient client = PlainClient.open(url)) {
        assertEquals("closed 4403", client.end());
      }
    }
  }

  @Test
  void aSessionWithoutAudioIsForgotten() throws Exception {
    try (ServiceServer server = Services.start("gladia", 1000)) {
      URI url = session(server);
      try (PlainClient client = PlainClient.open(url)) {
        client.send(new byte[3200]).await("'byte_range':[0,3200]");
        server.cut();
      }
      try (PlainClient client = PlainClient.open(url)) {
        client.end(); // It says nothing for too long.
      }
      try (PlainClient client = PlainClient.open(url)) {
        assertEquals("failed 403", client.end());
      }
    }
  }

  @Test
  void everyOtherSessionCountsTheLastByte() throws Exception {
    try (ServiceServer server = Services.start("gladia", 20)) {
      session(server);
      try (PlainClient client = PlainClient.open(session(server))) {
        client.send(AUDIO, 3200).await("'byte_range':[3200,6399]");
      }
    }
  }

  @Test
  void eachWrongRequestIsRefused() throws Exception {
    try (ServiceServer server = Services.start("gladia", 20)) {
      assertEquals(401, post(server, INIT, "wrong").code());
      assertEquals(400, post(server, INIT.replace("16000", "24000"), server.key()).code());
      assertEquals(400, post(server, INIT.replace("wav/pcm", "pcm"), server.key()).code());
      assertEquals(400, post(server, "x", server.key()).code());
      assertEquals(3, server.violations().size());
    }
    new Dialogues("gladia", 20, "?token=x").notLetIn(403);
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    refused("without stop", c -> c.send(new byte[3200]).bye());
    refused("audio of 3", c -> c.send(new byte[3]));
    refused("audio of 0", c -> c.send(new byte[0]));
    refused("an unknown", c -> c.json("{'type':'stop'}"));
    refused("no audio for 30 s", c -> c.send(new byte[3200]));
  }

  private static void refused(String what, java.util.function.Consumer<PlainClient> said)
      throws Exception {
    try (ServiceServer server = Services.start("gladia", 100);
        PlainClient client = PlainClient.open(session(server))) {
      said.accept(client);
      Dialogues.awaitViolation(server, what);
    }
  }

  private static URI session(ServiceServer server) throws IOException {
    try (Response response = post(server, INIT, server.key())) {
      assertEquals(201, response.code());
      return URI.create(Rules.string(Rules.parse(response.body().string()), "url"));
    }
  }

  private static Response post(ServiceServer server, String body, String key) throws IOException {
    return new OkHttpClient()
        .newCall(
            new Request.Builder()
                .url(server.uri().toString().replace("ws:", "http:"))
                .header("x-gladia-key", key)
                .post(
                    RequestBody.create(body.replace('\'', '"'), MediaType.get("application/json")))
                .build())
        .execute();
  }
}
