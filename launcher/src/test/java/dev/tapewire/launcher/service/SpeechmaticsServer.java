package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.util.List;

/** Speechmatics' real-time API v2: a number for each message of audio that it took. */
final class SpeechmaticsServer implements FarService {
  private static final Grammar GRAMMAR = SchemaGrammar.of("speechmatics");
  private static final String KEY = TestKeys.of("sm");
  private static final int PROTOCOL_ERROR = 1003;
  private static final int NOT_AUTHORISED = 4001;
  private static final double AUDIO_GAP_SECONDS = 3600;
  private static final double CAP_SECONDS = 48 * 3600.0;
  private static final double PARTIAL_SECONDS = 1;
  private static final double FINAL_SECONDS = 3;

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/v2";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private Hearing hearing;
    private boolean partials;
    private boolean ended;
    private int taken;
    private long partialAt;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void opened() {
      String key = link.request().getHeaders().get("Authorization");
      if (!("Bearer " + KEY).equals(key)) {
        link.wrongKey();
        link.send(Json.of("{'message':'Error','type':'not_authorised','reason':'wrong key'}"));
        link.close(NOT_AUTHORISED, "not_authorised");
      }
    }

    @Override
    void text(String text) {
      JsonObject message = object(text);
      switch (message == null ? "" : string(message, "message")) {
        case "StartRecognition" -> start(message);
        case "EndOfStream" -> end(message);
        case "ForceEndOfUtterance" -> force();
        default -> refuse("protocol_error", "an unknown message: " + brief(text));
      }
    }

    @Override
    void binary(byte[] bytes) {
      if (hearing == null) {
        refuse("protocol_error", "audio before RecognitionStarted");
      } else if (ended) {
        refuse("add_audio_after_eos", "audio after EndOfStream");
      } else if (bytes.length == 0 || bytes.length % hearing.bytesPerSample() != 0) {
        refuse("protocol_error", "audio of " + bytes.length + " bytes");
      } else {
        sign();
        hearing.take(bytes);
        link.send(Json.of("{'message':'AudioAdded','seq_no':%d}", ++taken));
        results();
      }
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without EndOfStream");
    }

    @Override
    void tick() {
      if (silentFor(AUDIO_GAP_SECONDS)) {
        refuse("idle_timeout", "no audio for an hour");
      } else if (openFor(CAP_SECONDS)) {
        refuse("timelimit_exceeded", "48 hours");
      }
    }

    private void start(JsonObject message) {
      JsonObject format = child(message, "audio_format");
      JsonObject config = child(message, "transcription_config");
      PcmDecoder decoder =
          switch (string(format, "encoding")) {
            case "pcm_s16le" -> PcmDecoder.S16LE;
            case "pcm_f32le" -> PcmDecoder.F32LE;
            case "mulaw" -> PcmDecoder.MULAW;
            default -> null;
          };
      if (hearing != null) {
        refuse("protocol_error", "a second StartRecognition");
      } else if (!string(format, "type").equals("raw") || decoder == null) {
        refuse("invalid_audio_type", "the format " + format);
      } else if (!string(format, "sample_rate").matches("[1-9][0-9]{3,5}")) {
        refuse("invalid_audio_type", "the rate " + format);
      } else if (string(config, "language").isEmpty()) {
        refuse("invalid_message", "no language");
      } else if (config.has("max_delay") && !delay(config.get("max_delay").getAsDouble())) {
        refuse("invalid_config", "max_delay " + config.get("max_delay"));
      } else {
        hearing = new Hearing(link, decoder, format.get("sample_rate").getAsInt());
        partials = string(config, "enable_partials").equals("true");
        link.send(
            Json.of(
                "{'message':'Info','type':'concurrent_session_usage','reason':'1 of 2',"
                    + "'usage':1,'quota':2,'last_updated':'2026-11-22T10:00:00Z'}"));
        link.send(Json.of("{'message':'RecognitionStarted','id':'r-%d'}", link.number()));
      }
    }

    private static boolean delay(double seconds) {
      return seconds >= 0.7 && seconds <= 4;
    }

    private void results() {
      boolean pause = hearing.hasWords() && hearing.silentFor(0.4);
      if (pause || hearing.due(FINAL_SECONDS)) {
        said(hearing.cut());
      } else if (partials && hearing.seconds(hearing.samples() - partialAt) >= PARTIAL_SECONDS) {
        partialAt = hearing.samples();
        link.send(transcript("AddPartialTranscript", hearing.partial()));
      }
    }

    private void force() {
      if (hearing == null || ended) {
        refuse("protocol_error", "ForceEndOfUtterance out of turn");
      } else {
        said(hearing.rest());
      }
    }

    private void said(Span span) {
      link.send(transcript("AddTranscript", span));
    }

    private void end(JsonObject message) {
      if (hearing == null || ended) {
        refuse("protocol_error", "EndOfStream out of turn");
        return;
      }
      String last = string(message, "last_seq_no");
      if (!last.equals(Integer.toString(taken))) {
        refuse("protocol_error", "last_seq_no " + last + " after " + taken);
        return;
      }
      ended = true;
      said(hearing.rest());
      link.send(Json.of("{'message':'EndOfTranscript'}"));
      link.close(1000, "");
    }

    private void refuse(String type, String what) {
      JsonObject error = Json.of("{'message':'Error'}");
      error.addProperty("type", type);
      error.addProperty("reason", what);
      link.refuse(what, error, PROTOCOL_ERROR);
    }

    private static JsonObject transcript(String name, Span span) {
      JsonObject message =
          Json.of(
              "{'message':'%s','format':'2.9','metadata':{'start_time':%.6f,'end_time':%.6f,"
                  + "'transcript':'%s'}}",
              name, span.startSeconds(), span.endSeconds(), span.text());
      List<JsonObject> results = span.words().stream().map(Dialogue::word).toList();
      message.add("results", Json.array(results));
      return message;
    }

    private static JsonObject word(HeardWord word) {
      return Json.of(
          "{'type':'word','start_time':%.6f,'end_time':%.6f,"
              + "'alternatives':[{'content':'%s','confidence':0.98,'language':'en'}]}",
          word.startSeconds(), word.endSeconds(), word.text());
    }
  }
}
