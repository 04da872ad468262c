package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import mockwebserver3.RecordedRequest;

/** Hume's Expression Measurement v1: says nothing of what it takes, only of what it refuses. */
final class HumeServer implements FarService {
  private static final String KEY = TestKeys.of("hume");
  private static final int RATE = 16000;
  private static final int FRAME_BYTES_MAX = 320_000;
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final int TIMER_MS = 3000;

  @Override
  public String path() {
    return "/v1/expression/audio/realtime";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public Refusal refusal(RecordedRequest request) {
    boolean header = KEY.equals(request.getHeaders().get("X-Hume-Api-Key"));
    boolean bearer = ("Bearer " + KEY).equals(request.getHeaders().get("Authorization"));
    return header || bearer ? null : new Refusal(401, "wrong key");
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private final Hearing hearing;
    private int timerMs = TIMER_MS;
    private boolean speaking;
    private int refused;
    private int measured;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
      hearing = new Hearing(link, PcmDecoder.S16LE, RATE);
      ceiling(1);
    }

    @Override
    void opened() {
      link.send(
          Json.of(
              "{'type':'session.created','session_id':'s-%d',"
                  + "'config':{'measurement_timer_ms':%d}}",
              link.number(), timerMs));
    }

    @Override
    void text(String text) {
      JsonObject message = object(text);
      switch (message == null ? "" : string(message, "type")) {
        case "session.update" -> update(child(message, "config"));
        case "session.close" -> end();
        default -> fatal("invalid_message", "an unknown message: " + brief(text));
      }
    }

    @Override
    void binary(byte[] bytes) {
      if (bytes.length > MESSAGE_BYTES_MAX) {
        fatal("message_too_large", "a message of " + bytes.length + " bytes");
      } else if (bytes.length == 0 || bytes.length % 2 != 0 || bytes.length > FRAME_BYTES_MAX) {
        link.violation("audio of " + bytes.length + " bytes");
        error("invalid_audio_frame", "audio of " + bytes.length + " bytes");
      } else if (unlucky()) {
        tooFast();
      } else if (!inPace(hearing.seconds(bytes.length / 2))) {
        link.violation("audio faster than it plays");
        tooFast();
      } else {
        hearing.take(bytes);
        measure();
      }
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without session.close");
    }

    private void update(JsonObject config) {
      String timer = string(config, "measurement_timer_ms");
      if (hearing.samples() > 0) {
        fatal("config_invalid", "a session.update after audio");
        return;
      }
      if (!timer.isEmpty()) {
        timerMs = Integer.parseInt(timer);
        if (timerMs < 3000 || timerMs > 10_000) {
          fatal("config_invalid", "measurement_timer_ms " + timer);
          return;
        }
      }
      link.send(
          Json.of("{'type':'session.updated','config':{'measurement_timer_ms':%d}}", timerMs));
    }

    private void measure() {
      if (!speaking && !hearing.silentFor(0)) {
        speaking = true;
        hearing.cut(); // The silence before it is no part of the utterance.
        link.send(
            Json.of(
                "{'type':'utterance.start','audio_start_ms':%d}", hearing.ms(hearing.samples())));
      }
      if (speaking && hearing.silentFor(0.5)) {
        result(hearing.cut(), "speech_ended");
        speaking = false;
        link.send(
            Json.of("{'type':'utterance.end','audio_end_ms':%d}", hearing.ms(hearing.samples())));
      } else if (speaking && hearing.due(timerMs / 1000.0)) {
        result(hearing.cut(), "interval");
      }
    }

    private void result(Span span, String trigger) {
      measured++;
      link.send(
          Json.of(
              "{'type':'measurement.result','trigger':'%s','audio_start_ms':%d,'audio_end_ms':%d,"
                  + "'expressions':[{'name':'interest','probability':0.62}],"
                  + "'voice_attributes':[{'name':'calm','probability':0.91}]}",
              trigger, hearing.ms(span.from()), hearing.ms(span.until())));
    }

    private void end() {
      if (speaking) {
        result(hearing.rest(), "speech_ended");
      } else {
        hearing.rest();
      }
      link.send(
          Json.of(
              "{'type':'session.closed','reason':'client_request',"
                  + "'totals':{'audio_ms':%d,'frames_refused':%d,'measurements':%d}}",
              hearing.ms(hearing.samples()), refused, measured));
      link.close(1000, "");
    }

    private void tooFast() {
      refused++;
      error("rate_limited", "slower; send this frame again");
    }

    private void error(String code, String what) {
      JsonObject error = Json.of("{'type':'error'}");
      error.addProperty("code", code);
      error.addProperty("message", what);
      link.send(error);
    }

    private void fatal(String code, String what) {
      link.violation(what);
      error(code, what);
      link.close(1008, code);
    }
  }
}
