package dev.tapewire.sender.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.sender.service.Said.Word;
import java.net.URI;
import java.util.List;

/**
 * Gladia live v2: a POST gives the address of a session, and audio is acknowledged by bytes. After
 * a broken connection the session goes on at the same address from the acknowledged byte. What had
 * arrived and was not acknowledged stands there twice then, as far as the documents say; the first
 * acknowledgement tells, and such a session is left for a new one. Immutable.
 */
final class Gladia implements Service {
  private static final int JOB_IS_OVER = 4403;

  private static final Sheet SHEET =
      Sheet.of("gladia", "Gladia live (v2)")
          .endpoint("wss://api.gladia.io/v2/live")
          .key(KeyForm.header("x-gladia-key"), "GLADIA_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(0, 100, 1000)
          .proof(Proof.RECEIPT, 10_000, 500)
          .checked(Checked.VENDOR_TYPES)
          .note("types are of the request for a session and of its answers; the end has none")
          .setting(Sheet.SESSION_MAX, "10740")
          .setting("model", "solaria-1")
          .setting("language", "")
          .setting("partials", "true");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Opening opening(URI at, Settings settings) {
    JsonObject languages = new JsonObject();
    JsonArray list = new JsonArray();
    if (!settings.text("language").isEmpty()) {
      list.add(settings.text("language"));
    }
    languages.add("languages", list);
    languages.addProperty("code_switching", false);
    JsonObject messages = new JsonObject();
    messages.addProperty("receive_acknowledgments", true);
    messages.addProperty("receive_partial_transcripts", settings.flag("partials"));
    messages.addProperty("receive_final_transcripts", true);
    messages.addProperty("receive_speech_events", true);
    messages.addProperty("receive_lifecycle_events", true);
    JsonObject wish = new JsonObject();
    wish.addProperty("encoding", "wav/pcm");
    wish.addProperty("bit_depth", 16);
    wish.addProperty("sample_rate", SHEET.format().sampleRateHz());
    wish.addProperty("channels", 1);
    wish.addProperty("model", settings.text("model"));
    wish.add("language_config", languages);
    wish.add("messages_config", messages);
    return new Opening(at, new Opening.Request(wish.toString(), "url"), SHEET.keyForm());
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new GladiaTalk(mouth, ear);
  }

  private static final class GladiaTalk extends BinaryTalk {
    private final Utterances utterances;
    private long sentBytes;
    private long expectedBytes;
    private boolean resumed;
    private boolean over;

    GladiaTalk(Mouth mouth, Ear ear) {
      super(mouth, ear);
      utterances = new Utterances(ear);
    }

    @Override
    public void begin() {
      ear.ready();
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      sentBytes += length;
      super.audio(pcm, offset, length);
    }

    @Override
    public void finish() {
      mouth.text("{\"type\":\"stop_recording\"}");
    }

    @Override
    public void waive(long sample) {
      utterances.waive(sample);
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      Message data = message.at("data");
      switch (message.text("type")) {
        case "audio_chunk" -> onChunk(message, data);
        case "transcript" -> onTranscript(data);
        case "speech_start" -> utterances.open(at(data));
        case "speech_end" -> at(data);
        case "end_session" -> ear.finished();
        case "error" -> ear.warned(message.at("error").text("message"));
        default -> {} // It is kept with the rest.
      }
    }

    private long at(Message data) {
      long sample = SHEET.samples(data.number("time", 0));
      ear.measured(sample, sample);
      return sample;
    }

    /**
     * The documents say that the range includes its last byte, the vendor's own client that it does
     * not; whole samples are what both have in common.
     */
    private void onChunk(Message message, Message data) {
      if (!message.flag("acknowledged")) {
        over = true; // Behind a hole its positions, and all it acknowledges, mean other audio.
        ear.lost("audio was not taken: " + message.at("error").text("message"));
        return;
      }
      long end = (long) data.number("byte_range", 1, 0);
      int block = SHEET.format().blockBytes();
      long until = end % block == 0 ? end : end + 1;
      boolean shifted = resumed && data.number("byte_range", 0, 0) != expectedBytes;
      expectedBytes = until;
      if (shifted || (resumed && until > sentBytes)) {
        over = true;
        ear.lost("audio stood twice where its session went on; a new one begins");
        return;
      }
      ear.received(Math.min(sentBytes, until) / block);
    }

    private void onTranscript(Message data) {
      Message utterance = data.at("utterance");
      long from = SHEET.samples(utterance.number("start", 0));
      long until = SHEET.samples(utterance.number("end", 0));
      List<Word> words = utterance.list("words").stream().map(GladiaTalk::word).toList();
      Said said = new Said(utterance.text("text").strip(), from, until, words);
      if (data.flag("is_final")) {
        ear.said(said);
        utterances.answered(until);
      } else {
        utterances.open(from);
        ear.partial(said);
      }
    }

    private static Word word(Message word) {
      return new Word(
          word.text("word").strip(),
          SHEET.samples(word.number("start", 0)),
          SHEET.samples(word.number("end", 0)));
    }

    @Override
    public boolean resumes() {
      return !over;
    }

    @Override
    public void resume(long samples) {
      resumed = true;
      sentBytes = samples * SHEET.format().blockBytes();
      expectedBytes = sentBytes;
    }

    /** As the vendor's own client: neither a normal end nor a refusal is gone on with. */
    @Override
    public void closed(int code, String reason) {
      over =
          code == CloseCode.NORMAL || code == CloseCode.GOING_AWAY || (code >= 4400 && code < 4500);
      if (code != JOB_IS_OVER && code >= 4400 && code < 4500) {
        ear.refused("close code " + code + " " + reason);
      }
    }
  }
}
