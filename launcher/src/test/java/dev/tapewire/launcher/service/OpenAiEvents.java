package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Base64;

/** The events that OpenAI's Realtime API sends. Confined to the server's lock. */
final class OpenAiEvents {
  private static final int SPOKEN_SAMPLES = 4800; // 200 ms of an answer's audio.
  private static final int SPOKEN_HZ = 440;
  private static final int SPOKEN_RATE = 24000;

  private final ServiceLink link;
  private int events;

  OpenAiEvents(ServiceLink link) {
    this.link = link;
  }

  /** Sends an event with {@code members}, JSON with {@code '} for quotation marks. */
  void send(String type, String members, Object... values) {
    JsonObject event = Json.of("{" + members + "}", values);
    event.addProperty("type", type);
    event.addProperty("event_id", "event_" + link.number() + "_" + ++events);
    link.send(event);
  }

  void error(String code, String message, String clientEvent) {
    JsonObject error = Json.of("{'type':'invalid_request_error','param':null}");
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.addProperty("event_id", clientEvent);
    send("error", "'error':%s", error);
  }

  /** {@return the session as it is in effect} */
  JsonObject session(boolean transcription, JsonObject asked) {
    JsonObject session = asked.deepCopy();
    session.addProperty("id", "sess_" + link.number());
    session.addProperty("type", transcription ? "transcription" : "realtime");
    session.addProperty(
        "object", transcription ? "realtime.transcription_session" : "realtime.session");
    session.addProperty("expires_at", 1795350000);
    if (!transcription) {
      session.addProperty("model", link.query("model"));
    }
    return session;
  }

  void transcript(String item, Span span) {
    for (HeardWord word : span.words()) {
      send(
          "conversation.item.input_audio_transcription.delta",
          "'item_id':'%s','content_index':0,'delta':'%s '",
          item,
          word.text());
    }
    send(
        "conversation.item.input_audio_transcription.completed",
        "'item_id':'%s','content_index':0,'transcript':'%s',"
            + "'usage':{'type':'duration','seconds':%.3f}",
        item,
        span.text(),
        span.seconds());
  }

  /** Sends an answer: 200 ms of a tone, and what it says. */
  void response(String id) {
    String at =
        "'response_id':'" + id + "','item_id':'said_" + id + "','output_index':0,'content_index':0";
    send(
        "response.created",
        "'response':{'id':'%s','object':'realtime.response','status':'in_progress','output':[]}",
        id);
    send("response.output_audio_transcript.delta", at + ",'delta':'Yes.'");
    byte[] tone = tone();
    for (int half = 0; half < 2; half++) {
      byte[] delta = Arrays.copyOfRange(tone, half * tone.length / 2, (half + 1) * tone.length / 2);
      send(
          "response.output_audio.delta",
          at + ",'delta':'%s'",
          Base64.getEncoder().encodeToString(delta));
    }
    send("response.output_audio.done", at);
    send("response.output_audio_transcript.done", at + ",'transcript':'Yes.'");
    send(
        "response.done",
        "'response':{'id':'%s','object':'realtime.response','status':'completed','output':[]}",
        id);
  }

  private static byte[] tone() {
    byte[] pcm = new byte[SPOKEN_SAMPLES * 2];
    for (int i = 0; i < SPOKEN_SAMPLES; i++) {
      int sample = (int) (8000 * Math.sin(2 * Math.PI * SPOKEN_HZ * i / SPOKEN_RATE));
      pcm[2 * i] = (byte) sample;
      pcm[2 * i + 1] = (byte) (sample >> 8);
    }
    return pcm;
  }
}
