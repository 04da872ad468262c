package dev.tapewire.sender.service;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.sender.service.Said.Word;
import java.util.List;

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
          .query("model", "nova-3")
          .query("language", "")
          .query("interim_results", "true")
          .query("punctuate", "true")
          .query("smart_format", "")
          .query("endpointing", "")
          .query("utterance_end_ms", "")
          .query("diarize_model", "")
          .query("keyterm", "")
          .query("numerals", "")
          .query("redact", "")
          .query("tag", "")
          .query("mip_opt_out", "")
          .fixed("encoding", "linear16")
          .rate("sample_rate")
          .fixed("channels", "1");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new DeepgramTalk(mouth, ear);
  }

  private static final class DeepgramTalk extends BinaryTalk {
    DeepgramTalk(Mouth mouth, Ear ear) {
      super(mouth, ear);
    }

    @Override
    public void begin() {
      ear.ready();
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
        case "SpeechStarted" -> at(message.number("timestamp", 0));
        case "UtteranceEnd" -> at(message.number("last_word_end", 0));
        case "Metadata" -> ear.finished();
        case "Error" -> ear.warned(message.text("description"));
        default -> {} // It is kept with the rest.
      }
    }

    private void at(double seconds) {
      ear.measured(SHEET.samples(seconds), SHEET.samples(seconds));
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
        ear.measured(from, until);
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
