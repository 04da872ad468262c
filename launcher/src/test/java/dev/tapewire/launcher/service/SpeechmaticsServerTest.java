package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.secret.TestKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechmaticsServerTest {
  private static final ToneWords WORDS = ToneWords.of(300, 20, 16000);
  private static final byte[] AUDIO = PlainClient.s16(WORDS);
  private static final String[] KEY = {"Authorization", "Bearer " + TestKeys.of("sm")};
  private static final String START =
      "{'message':'StartRecognition','audio_format':{'type':'raw','encoding':'pcm_s16le',"
          + "'sample_rate':16000},'transcription_config':{'language':'en','model':'enhanced',"
          + "'enable_partials':true,'max_delay':1.0}}";

  @Test
  void theRightDialogueGetsANumberForEachMessageAndAllWords() throws Exception {
    try (ServiceServer server = Services.start("speechmatics", 20);
        PlainClient client = PlainClient.open(server.uri(), KEY)) {
      client.json(START).await("RecognitionStarted");
      client.send(AUDIO, 6400).await("'seq_no':100");
      client.json("{'message':'EndOfStream','last_seq_no':100}").await("EndOfTranscript");

      assertEquals("closed 1000", client.end());
      Dialogues.assertAllRight(server, WORDS);
    }
  }

  @Test
  void aWrongKeyIsToldInBand() throws Exception {
    try (ServiceServer server = Services.start("speechmatics", 20);
        PlainClient client = PlainClient.open(server.uri(), "Authorization", "Bearer wrong")) {
      client.await("not_authorised");
      assertEquals("closed 4001", client.end());
      assertEquals(List.of("wrong key"), server.refusals());
      assertEquals(0, server.violations().size());
    }
  }

  @Test
  void eachWrongDialogueIsNoted() throws Exception {
    Dialogues wrong = new Dialogues("speechmatics", KEY);
    wrong.refused("audio before", c -> c.send(new byte[3200]));
    wrong.refused("second Start", c -> c.json(START).json(START));
    wrong.refused("the format", c -> c.json(START.replace("pcm_s16le", "pcm")));
    wrong.refused("the rate", c -> c.json(START.replace("16000", "0")));
    wrong.refused("no language", c -> c.json(START.replace("'language':'en',", "")));
    wrong.refused("max_delay", c -> c.json(START.replace("1.0", "0.1")));
    wrong.refused("audio of 3", c -> c.json(START).send(new byte[3]));
    wrong.refused("audio of 0", c -> c.json(START).send(new byte[0]));
    wrong.refused(
        "last_seq_no", c -> c.json(START).json("{'message':'EndOfStream','last_seq_no':1}"));
    wrong.refused("without EndOfStream", c -> c.json(START).bye());
    wrong.refused("", c -> c.json("{'type':'StartRecognition'}"));
  }
}
