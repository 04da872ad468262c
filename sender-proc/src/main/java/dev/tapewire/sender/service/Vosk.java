package dev.tapewire.sender.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.sender.service.Said.Word;
import java.util.List;

/** A vosk-server: one answer for each message, in order. Immutable. */
final class Vosk implements Service {
  /** Compared byte for byte by the server; no JSON library writes these spaces. */
  private static final String END = "{\"eof\" : 1}";

  private static final Sheet SHEET =
      Sheet.of("vosk", "Alpha Cephei's vosk-server, on a machine of yours")
          .endpoint("ws://127.0.0.1:2700")
          .audio(16_000, Encoding.S16LE)
          .pieces(0, 200, 10_000)
          .unanswered(16)
          .proof(Proof.RECEIPT, 1000, 500)
          .setting("words", "true");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new VoskTalk(settings.flag("words"), mouth, ear);
  }

  private static final class VoskTalk extends BinaryTalk {
    private final boolean words;
    private final Receipts receipts = new Receipts();
    private long utteranceFrom;
    private boolean ending;

    VoskTalk(boolean words, Mouth mouth, Ear ear) {
      super(mouth, ear);
      this.words = words;
    }

    @Override
    public void begin() {
      JsonObject config = new JsonObject();
      config.addProperty("sample_rate", SHEET.format().sampleRateHz());
      config.addProperty("words", words ? 1 : 0);
      JsonObject message = new JsonObject();
      message.add("config", config);
      mouth.text(message.toString());
      ear.ready();
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      receipts.sent(length / SHEET.format().blockBytes());
      super.audio(pcm, offset, length);
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      boolean last = ending && receipts.pending() == 0;
      long decoded = receipts.next();
      ear.received(decoded);
      ear.receivedOne();
      if (message.has("partial")) {
        onPartial(message.text("partial"), decoded);
      } else {
        onResult(message, decoded);
      }
      if (last) {
        ear.finished();
      }
    }

    private void onPartial(String partial, long decoded) {
      if (!partial.isEmpty()) {
        ear.open(utteranceFrom);
        ear.partial(new Said(partial, utteranceFrom, decoded));
      }
    }

    private void onResult(Message message, long decoded) {
      List<Word> heard =
          message.list("result").stream()
              .map(w -> new Word(w.text("word"), samples(w, "start"), samples(w, "end")))
              .toList();
      String said = message.text("text");
      if (!heard.isEmpty()) {
        ear.said(Said.of(said, heard));
      } else if (!said.isEmpty()) {
        ear.said(new Said(said, utteranceFrom, decoded));
      }
      ear.processed(decoded);
      ear.open(Ear.NOTHING);
      utteranceFrom = decoded;
    }

    private static long samples(Message word, String member) {
      return SHEET.samples(word.number(member, 0));
    }

    @Override
    public void finish() {
      ending = true;
      mouth.text(END);
    }
  }
}
