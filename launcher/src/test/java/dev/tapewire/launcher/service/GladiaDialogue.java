package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.List;

/** One link with Gladia. Confined to the server's lock. */
final class GladiaDialogue extends Rules {
  private static final int FINISHED = 4403;
  private static final double CAP_SECONDS = 3 * 3600.0;
  private static final double PARTIAL_SECONDS = 1;
  private static final double FINAL_SECONDS = 3;

  private final GladiaSession session;
  private long partialAt;
  private int transcripts;

  GladiaDialogue(ServiceLink link, ServiceServer server, GladiaSession session) {
    super(link, server);
    this.session = session;
  }

  @Override
  void opened() {
    if (session.ended()) {
      link.refuse("a session that has ended", null, FINISHED);
    } else if (session.resume(link) && session.wants("lifecycle_events")) {
      link.send(message("start_session"));
      link.send(message("start_recording"));
    }
  }

  @Override
  void text(String text) {
    JsonObject message = object(text);
    switch (message == null ? "" : string(message, "type")) {
      case "audio_chunk" -> chunk(string(child(message, "data"), "chunk"));
      case "stop_recording" -> stop();
      default -> link.refuse("an unknown message: " + brief(text), null, 1007);
    }
  }

  @Override
  void binary(byte[] bytes) {
    if (session.ended()) {
      link.violation("audio after stop_recording");
    } else if (bytes.length == 0 || bytes.length % session.hearing().bytesPerSample() != 0) {
      link.violation("audio of " + bytes.length + " bytes");
      JsonObject no = message("audio_chunk");
      no.addProperty("acknowledged", false);
      no.add(
          "error", Json.of("{'status_code':400,'exception':'BadRequest','message':'bad audio'}"));
      no.add("data", null);
      link.send(no);
    } else {
      take(bytes);
    }
  }

  @Override
  void closing(int code) {
    if (code == 1000 || code == 1001) {
      link.violation("closed with " + code + " and without stop_recording");
    }
  }

  @Override
  void tick() {
    if (silentFor(GladiaSession.AUDIO_GAP_SECONDS)) {
      link.refuse("no audio for 30 s", null, 1011);
    } else if (openFor(CAP_SECONDS)) {
      link.refuse("3 hours", null, 1011);
    }
  }

  private void chunk(String base64) {
    try {
      binary(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      link.violation("audio that is not base64");
    }
  }

  private void take(byte[] bytes) {
    sign();
    Hearing hearing = session.hearing();
    long[] range = session.take(bytes);
    if (session.wants("acknowledgments")) {
      int size = hearing.bytesPerSample();
      JsonObject yes = message("audio_chunk");
      yes.addProperty("acknowledged", true);
      yes.add("error", null);
      yes.add(
          "data",
          Json.of(
              "{'byte_range':[%d,%d],'time_range':[%.6f,%.6f]}",
              range[0],
              range[1],
              hearing.seconds(range[0] / size),
              hearing.seconds(range[1] / size)));
      link.send(yes);
    }
    boolean pause = hearing.hasWords() && hearing.silentFor(0.4);
    if (pause || hearing.due(FINAL_SECONDS)) {
      said(hearing.cut());
    } else if (hearing.hasWords()
        && session.wants("partial_transcripts")
        && hearing.seconds(hearing.samples() - partialAt) >= PARTIAL_SECONDS) {
      partialAt = hearing.samples();
      link.send(transcript(hearing.partial(), false));
    }
  }

  private void said(Span span) {
    // It tells of utterances, never of silence.
    if (!span.words().isEmpty() && session.wants("final_transcripts")) {
      link.send(transcript(span, true));
    }
  }

  private void stop() {
    if (session.ended()) {
      link.violation("a second stop_recording");
      return;
    }
    session.end();
    Hearing hearing = session.hearing();
    JsonObject stopped = message("stop_recording");
    stopped.addProperty("acknowledged", true);
    stopped.add("error", null);
    stopped.add(
        "data",
        Json.of("{'recording_duration':%.6f,'recording_left_to_process':0.5}", hearing.seconds()));
    link.send(stopped);
    said(hearing.rest());
    if (session.wants("lifecycle_events")) {
      JsonObject end = message("end_recording");
      end.add("data", Json.of("{'recording_duration':%.6f}", hearing.seconds()));
      link.send(end);
      link.send(message("end_session"));
    }
    link.close(1000, "");
  }

  private JsonObject message(String type) {
    return Json.of(
        "{'type':'%s','session_id':'%s','created_at':'2026-11-22T10:00:00.000Z'}",
        type, session.id());
  }

  private JsonObject transcript(Span span, boolean isFinal) {
    List<JsonObject> words = span.words().stream().map(GladiaDialogue::word).toList();
    JsonObject utterance =
        Json.of(
            "{'text':'%s','start':%.6f,'end':%.6f,'language':'en','confidence':0.9,'channel':0}",
            span.text(),
            span.words().get(0).startSeconds(),
            span.words().get(words.size() - 1).endSeconds());
    utterance.add("words", Json.array(words));
    JsonObject data = Json.of("{'id':'00_%08d','is_final':%s}", transcripts, isFinal);
    transcripts += isFinal ? 1 : 0;
    data.add("utterance", utterance);
    JsonObject message = message("transcript");
    message.add("data", data);
    return message;
  }

  private static JsonObject word(HeardWord word) {
    return Json.of(
        "{'word':'%s','start':%.6f,'end':%.6f,'confidence':0.9}",
        word.text(), word.startSeconds(), word.endSeconds());
  }
}
