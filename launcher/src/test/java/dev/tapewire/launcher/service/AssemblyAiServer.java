package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.util.List;
import java.util.Set;
import mockwebserver3.RecordedRequest;

/** AssemblyAI's Universal-Streaming v3: turns, heartbeats, messages of 50 to 1000 ms. */
final class AssemblyAiServer implements FarService {
  private static final Grammar GRAMMAR = SchemaGrammar.of("assemblyai");
  private static final String KEY = TestKeys.of("aai");
  private static final Set<String> PARAMETERS =
      Set.of(
          "sample_rate",
          "encoding",
          "speech_model",
          "format_turns",
          "min_turn_silence",
          "end_of_turn_confidence_threshold",
          "max_turn_silence",
          "vad_threshold",
          "keyterms_prompt",
          "language_detection",
          "speaker_labels",
          "inactivity_timeout",
          "session_heartbeat",
          "acknowledge_silence",
          "token");

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/v3/ws";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public Refusal refusal(RecordedRequest request) {
    for (String name : request.getUrl().queryParameterNames()) {
      if (!PARAMETERS.contains(name)) {
        return new Refusal(400, "an unknown parameter: " + name);
      }
    }
    return null; // The key is looked at in band.
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private static final int NOT_AUTHORISED = 1008;
    private static final int BAD_MESSAGE = 3006;
    private static final int BAD_AUDIO = 3007;
    private static final int EXPIRED = 3008;
    private static final double CAP_SECONDS = 3 * 3600.0;
    private static final double PARTIAL_SECONDS = 1;
    private static final double TURN_SILENCE_SECONDS = 0.4;
    private static final double BEAT_SECONDS = 1;

    private Hearing hearing;
    private double idleSeconds;
    private long partialAt;
    private long beatAt;
    private int turns;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void opened() {
      if (!KEY.equals(link.request().getHeaders().get("Authorization"))) {
        link.wrongKey();
        error(NOT_AUTHORISED, "Not authorized");
        return;
      }
      PcmDecoder decoder =
          switch (String.valueOf(link.query("encoding"))) {
            case "pcm_s16le", "null" -> PcmDecoder.S16LE;
            case "pcm_mulaw" -> PcmDecoder.MULAW;
            default -> null;
          };
      String rate = String.valueOf(link.query("sample_rate"));
      if (decoder == null || !rate.matches("[1-9][0-9]{3,5}")) {
        refuse(BAD_MESSAGE, "encoding or rate: " + link.request().getTarget());
        return;
      }
      String idle = link.query("inactivity_timeout");
      idleSeconds = idle == null ? 0 : Double.parseDouble(idle);
      if (idle != null && (idleSeconds < 5 || idleSeconds > 3600)) {
        refuse(BAD_MESSAGE, "inactivity_timeout " + idle);
        return;
      }
      hearing = new Hearing(link, decoder, Integer.parseInt(rate));
      ceiling(1);
      link.send(
          Json.of(
              "{'type':'Begin','id':'3906e31a-0a2c-4c5c-a4d3-%012d','expires_at':1795350000}",
              link.number()));
    }

    @Override
    void text(String text) {
      JsonObject message = object(text);
      switch (message == null ? "" : string(message, "type")) {
        case "KeepAlive" -> sign();
        case "UpdateConfiguration" -> sign();
        case "ForceEndpoint" -> turn(hearing.rest(), true);
        case "Terminate" -> end();
        default -> refuse(BAD_MESSAGE, "an unknown message: " + brief(text));
      }
    }

    @Override
    void binary(byte[] bytes) {
      if (bytes.length % hearing.bytesPerSample() != 0) {
        refuse(BAD_AUDIO, "audio of " + bytes.length + " bytes");
        return;
      }
      double seconds = hearing.seconds(bytes.length / hearing.bytesPerSample());
      if (seconds < 0.05 || seconds > 1) {
        refuse(BAD_AUDIO, "Input Duration Violation: " + Math.round(seconds * 1000) + " ms");
      } else if (!inPace(seconds)) {
        refuse(BAD_AUDIO, "Audio Transmission Rate Exceeded");
      } else {
        sign();
        hearing.take(bytes);
        answer();
      }
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without Terminate");
    }

    @Override
    void tick() {
      if (idleSeconds > 0 && silentFor(idleSeconds)) {
        refuse(3005, "no audio for " + idleSeconds + " s");
      } else if (openFor(CAP_SECONDS)) {
        refuse(EXPIRED, "Session Expired: 3 hours");
      }
    }

    private void answer() {
      if ("true".equals(link.query("session_heartbeat"))
          && hearing.seconds(hearing.samples() - beatAt) >= BEAT_SECONDS) {
        beatAt = hearing.samples();
        link.send(
            Json.of(
                "{'type':'Heartbeat','total_audio_received_ms':%d,'total_duration_ms':%d,"
                    + "'realtime_factor':0.98,'max_speech_probability':0.7}",
                hearing.ms(beatAt), Math.round(openSeconds() * 1000)));
      }
      if (hearing.hasWords() && hearing.silentFor(TURN_SILENCE_SECONDS)) {
        turn(hearing.cut(), true);
      } else if (hearing.hasWords()
          && hearing.seconds(hearing.samples() - partialAt) >= PARTIAL_SECONDS) {
        partialAt = hearing.samples();
        turn(hearing.partial(), false);
      }
    }

    private void end() {
      if (hearing.hasWords() || !hearing.silentFor(0)) {
        turn(hearing.rest(), true);
      }
      link.send(
          Json.of(
              "{'type':'Termination','audio_duration_seconds':%d,'session_duration_seconds':%d}",
              Math.round(hearing.seconds()), Math.round(openSeconds())));
      link.close(1000, "");
    }

    private void turn(Span span, boolean ended) {
      JsonObject turn =
          Json.of(
              "{'type':'Turn','turn_order':%d,'turn_is_formatted':%s,'end_of_turn':%s,"
                  + "'transcript':'%s','end_of_turn_confidence':%s}",
              turns,
              ended && "true".equals(link.query("format_turns")),
              ended,
              span.text(),
              ended ? "0.9" : "0.1");
      List<JsonObject> words = span.words().stream().map(w -> word(w, ended)).toList();
      turn.add("words", Json.array(words));
      link.send(turn);
      turns += ended ? 1 : 0;
    }

    private JsonObject word(HeardWord word, boolean isFinal) {
      return Json.of(
          "{'text':'%s','start':%d,'end':%d,'confidence':0.98,'word_is_final':%s}",
          word.text(), hearing.ms(word.start()), hearing.ms(word.end()), isFinal);
    }

    private void refuse(int code, String what) {
      link.violation(what);
      error(code, what);
    }

    private void error(int code, String what) {
      JsonObject error = Json.of("{'type':'Error','error_code':%d}", code);
      error.addProperty("error", what);
      link.send(error);
      link.close(code, what);
    }
  }
}
