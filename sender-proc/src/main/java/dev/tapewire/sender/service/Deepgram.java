package dev.tapewire.sender.service;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.sender.service.Said.Word;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deepgram live: its final results follow one another without holes. Immutable. */
final class Deepgram implements Service {
  private static final int NOT_DECODABLE = 1008;

  private static final Sheet SHEET =
      Sheet.of("deepgram", "Deepgram live transcription (v1/listen)")
          .endpoint("wss://api.deepgram.com/v1/listen")
          .key(new KeyForm("Authorization", "Token "), "DEEPGRAM_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(20, 100, 250)
          .proof(Proof.PROCESSED, 0, 500)
          .checked(Checked.VENDOR_TYPES)
          .setting(Sheet.PACE, "1.25")
          .setting(Sheet.KEEP_ALIVE, "4")
          .setting("model", "nova-3")
          .setting("language", "")
          .setting("interim_results", "true")
          .setting("punctuate", "true")
          .setting("smart_format", "")
          .setting("endpointing", "")
          .setting("utterance_end_ms", "")
          .setting("diarize_model", "")
          .setting("keyterm", "")
          .setting("numerals", "")
          .setting("redact", "")
          .setting("tag", "")
          .setting("mip_opt_out", "");

  private static final List<String> QUERY =
      List.of(
          "model",
          "language",
          "interim_results",
          "punctuate",
          "smart_format",
          "endpointing",
          "utterance_end_ms",
          "diarize_model",
          "keyterm",
          "numerals",
          "redact",
          "tag",
          "mip_opt_out");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Opening opening(URI at, Settings settings) {
    Map<String, String> query = new LinkedHashMap<>();
    QUERY.forEach(name -> query.put(name, settings.text(name)));
    query.put("encoding", "linear16");
    query.put("sample_rate", Integer.toString(SHEET.format().sampleRateHz()));
    query.put("channels", "1");
    return Opening.at(at, query);
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new DeepgramTalk(mouth, ear);
  }

  private static final class DeepgramTalk implements Talk {
    private final Mouth mouth;
    private final Ear ear;

    DeepgramTalk(Mouth mouth, Ear ear) {
      this.mouth = mouth;
      this.ear = ear;
    }

    @Override
    public void begin() {
      ear.ready();
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      mouth.binary(pcm, offset, length);
    }

    @Override
    public void idle() {
      mouth.text("{\"type\":\"KeepAlive\"}");
    }

    @Override
    public void finish() {
      mouth.text("{\"type\":\"CloseStream\"}");
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      switch (message.text("type")) {
        case "Results" -> onResults(message);
        case "Metadata" -> ear.finished();
        case "Error" -> ear.warned(message.text("description"));
        default -> {} // It is kept with the rest.
      }
    }

    private void onResults(Message message) {
      long from = SHEET.samples(message.number("start", 0));
      long until = SHEET.samples(message.number("start", 0) + message.number("duration", 0));
      boolean stands = message.flag("is_final");
      List<Message> alternatives = message.at("channel").list("alternatives");
      if (!alternatives.isEmpty()) {
        tell(alternatives.get(0), from, until, stands);
      }
      if (stands) {
        ear.processed(until);
      }
    }

    private void tell(Message best, long from, long until, boolean stands) {
      String transcript = best.text("transcript");
      if (transcript.isEmpty()) {
        return;
      }
      List<Word> words = best.list("words").stream().map(DeepgramTalk::word).toList();
      Said said = new Said(transcript, from, until, words);
      if (stands) {
        ear.said(said);
      } else {
        ear.partial(said);
      }
    }

    private static Word word(Message word) {
      String shown = word.text("punctuated_word");
      return new Word(
          shown.isEmpty() ? word.text("word") : shown,
          SHEET.samples(word.number("start", 0)),
          SHEET.samples(word.number("end", 0)));
    }

    @Override
    public void closed(int code, String reason) {
      if (code == NOT_DECODABLE) {
        ear.refused(reason);
      }
    }
  }
}
