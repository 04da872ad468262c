package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class TwilioServerTest {
  private static final String CONNECTED =
      "{'event':'connected','protocol':'Call','version':'1.0.0'}";
  private static final String START =
      "{'event':'start','sequenceNumber':'1','start':{'accountSid':'ACxx','streamSid':'MZxx',"
          + "'callSid':'CAxx','tracks':['inbound'],'mediaFormat':{'encoding':'audio/x-mulaw',"
          + "'sampleRate':8000,'channels':1},'customParameters':{}},'streamSid':'MZxx'}";
  private static final String STOP =
      "{'event':'stop','sequenceNumber':'%d','streamSid':'MZxx',"
          + "'stop':{'accountSid':'ACxx','callSid':'CAxx'}}";

  @Test
  void theRightDialogueIsTaken() throws Exception {
    try (ServiceServer server = Services.start("twilio", 20);
        PlainClient client = PlainClient.open(server.uri())) {
      client.json(CONNECTED).json(START);
      for (int chunk = 1; chunk <= 500; chunk++) {
        client.json(media(chunk + 1, chunk, chunk * 20, 160));
      }
      client.await("'name':'m1'");
      client.json(
          "{'event':'mark','sequenceNumber':'502','streamSid':'MZxx','mark':{'name':'m1'}}");
      client.json(STOP.formatted(503)).bye().end();

      assertEquals(0, server.violations().size(), server.violations()::toString);
      assertEquals(80_000, server.acceptedPcm(0).length);
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("twilio");
    wrong.refused("connected first", c -> c.json(START));
    wrong.refused("no start", c -> start(c, START.replace("8000", "16000")));
    wrong.refused("no start", c -> start(c, START.replace("'1'", "1")));
    wrong.refused("sequenceNumber", c -> start(c, START).json(media(3, 1, 0, 160)));
    wrong.refused("chunk", c -> start(c, START).json(media(2, 2, 0, 160)));
    wrong.refused("timestamp", c -> start(c, START).json(media(2, 1, 100, 160)));
    wrong.refused(
        "timestamp", c -> start(c, START).json(media(2, 1, 0, 160)).json(media(3, 2, 40, 160)));
    wrong.refused("a frame of 320", c -> start(c, START).json(media(2, 1, 0, 320)));
    wrong.refused(
        "short one", c -> start(c, START).json(media(2, 1, 0, 80)).json(media(3, 2, 20, 160)));
    wrong.refused("without stop", c -> start(c, START).bye());
    wrong.refused("binary", c -> start(c, START).send(new byte[160]));
    wrong.refused("after stop", c -> start(c, START).json(STOP.formatted(2)).json(STOP));
    wrong.refused(
        "nobody set",
        c ->
            start(c, START)
                .json(
                    "{'event':'mark','sequenceNumber':'2','streamSid':'MZxx',"
                        + "'mark':{'name':'m1'}}"));
  }

  private static PlainClient start(PlainClient client, String start) {
    return client.json(CONNECTED).json(start);
  }

  private static String media(int sequence, int chunk, int ms, int bytes) {
    return "{'event':'media','sequenceNumber':'%d','media':{'track':'inbound','chunk':'%d',"
            .formatted(sequence, chunk)
        + "'timestamp':'%d','payload':'%s'},'streamSid':'MZxx'}"
            .formatted(ms, Base64.getEncoder().encodeToString(new byte[bytes]));
  }
}
