package dev.tapewire.sender.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import java.util.Arrays;
import java.util.Base64;

/** Twilio's Media Streams format, towards any server that takes it; we are the caller's side. */
final class Twilio implements Service {
  private static final int FRAME_MS = 20;

  private static final Sheet SHEET =
      Sheet.of("twilio", "Twilio Media Streams format, towards a server of yours")
          .key(KeyForm.BEARER)
          .audio(8000, Encoding.MULAW)
          .pieces(FRAME_MS, FRAME_MS, FRAME_MS)
          .proof(Proof.NONE, 2000, 0)
          .note("no acknowledgement: a pong shows that audio passed the server's parser")
          .setting(Sheet.PACE, "1.0")
          .setting(Sheet.PIECE, Integer.toString(FRAME_MS))
          .setting("account_sid", "AC00000000000000000000000000000000")
          .setting("stream_sid", "MZ00000000000000000000000000000000")
          .setting("call_sid", "CA00000000000000000000000000000000");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new TwilioTalk(settings, mouth, ear);
  }

  private static final class TwilioTalk implements Talk {
    private final Settings settings;
    private final Mouth mouth;
    private final Ear ear;
    private long messages;
    private long chunks;

    TwilioTalk(Settings settings, Mouth mouth, Ear ear) {
      this.settings = settings;
      this.mouth = mouth;
      this.ear = ear;
    }

    @Override
    public void begin() {
      mouth.text("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
      JsonArray tracks = new JsonArray();
      tracks.add("inbound");
      JsonObject format = new JsonObject();
      format.addProperty("encoding", "audio/x-mulaw");
      format.addProperty("sampleRate", SHEET.format().sampleRateHz());
      format.addProperty("channels", 1);
      JsonObject start = ids();
      start.addProperty("streamSid", settings.text("stream_sid"));
      start.add("tracks", tracks);
      start.add("mediaFormat", format);
      start.add("customParameters", new JsonObject());
      say("start", start);
      ear.ready();
    }

    private JsonObject ids() {
      JsonObject ids = new JsonObject();
      ids.addProperty("accountSid", settings.text("account_sid"));
      ids.addProperty("callSid", settings.text("call_sid"));
      return ids;
    }

    /** Numbers are strings in this format. */
    private void say(String event, JsonObject body) {
      JsonObject message = new JsonObject();
      message.addProperty("event", event);
      message.addProperty("sequenceNumber", Long.toString(++messages));
      message.add(event, body);
      message.addProperty("streamSid", settings.text("stream_sid"));
      mouth.text(message.toString());
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      byte[] piece = Arrays.copyOfRange(pcm, offset, offset + length);
      JsonObject media = new JsonObject();
      media.addProperty("track", "inbound");
      media.addProperty("chunk", Long.toString(chunks + 1));
      media.addProperty("timestamp", Long.toString(chunks * FRAME_MS));
      media.addProperty("payload", Base64.getEncoder().encodeToString(piece));
      chunks++;
      say("media", media);
    }

    @Override
    public void finish() {
      say("stop", ids());
      ear.finished();
    }

    @Override
    public void hear(String text) {} // Playback for the caller: kept with the rest.
  }
}
