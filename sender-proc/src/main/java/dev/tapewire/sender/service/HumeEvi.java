package dev.tapewire.sender.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import java.util.Arrays;
import java.util.Base64;

/** Hume's Empathic Voice Interface: its vendor has ended it; some servers still speak it. */
final class HumeEvi implements Service {
  private static final Sheet SHEET =
      Sheet.of("hume-evi", "Hume EVI (ended by its vendor on 2026-11-13)")
          .endpoint("wss://api.hume.ai/v0/evi/chat")
          .key(KeyForm.header("X-Hume-Api-Key"), "HUME_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(1, 100, 1000)
          .proof(Proof.PROCESSED, 15_000, 0)
          .silenceAtEnd(1500)
          .checked(Checked.VENDOR_TYPES)
          .note("its vendor has ended it: give the address of a server that speaks it")
          .setting(Sheet.PACE, "1.0")
          .setting(Sheet.LINGER, "5")
          .setting(Sheet.SESSION_MAX, "1740")
          .query("config_id", "")
          .query("config_version", "")
          .query("resumed_chat_group_id", "");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new HumeEviTalk(mouth, ear);
  }

  private static final class HumeEviTalk implements Talk {
    private final Mouth mouth;
    private final Ear ear;

    HumeEviTalk(Mouth mouth, Ear ear) {
      this.mouth = mouth;
      this.ear = ear;
    }

    @Override
    public void begin() {
      JsonObject audio = new JsonObject();
      audio.addProperty("encoding", "linear16");
      audio.addProperty("sample_rate", SHEET.format().sampleRateHz());
      audio.addProperty("channels", 1);
      JsonObject settings = new JsonObject();
      settings.addProperty("type", "session_settings");
      settings.add("audio", audio);
      mouth.text(settings.toString());
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      byte[] piece = Arrays.copyOfRange(pcm, offset, offset + length);
      String data = Base64.getEncoder().encodeToString(piece);
      mouth.text("{\"type\":\"audio_input\",\"data\":\"" + data + "\"}");
    }

    /** There is no word for the end: the close is all it gets. */
    @Override
    public void finish() {
      ear.finished();
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      switch (message.text("type")) {
        case "chat_metadata" -> ear.ready();
        case "user_message" -> onUser(message);
        case "audio_output" -> ear.speaks("/data", 0, "wav");
        case "error" -> ear.warned(message.text("slug") + ": " + message.text("message"));
        default -> {} // It is kept with the rest.
      }
    }

    private void onUser(Message message) {
      Message time = message.at("time");
      long from = SHEET.samples(time.number("begin", 0) / 1000);
      long until = SHEET.samples(time.number("end", 0) / 1000);
      Said said = new Said(message.at("message").text("content"), from, until);
      if (message.flag("interim")) {
        ear.open(from);
        ear.partial(said);
      } else if (!message.flag("from_text")) {
        ear.said(said);
        ear.processed(until);
        ear.open(Ear.NOTHING);
      }
    }
  }
}
