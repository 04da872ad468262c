package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.util.ArrayList;
import java.util.List;

/** Soniox' real-time API: the key in the first message, tokens that are pieces of words. */
final class SonioxServer implements FarService {
  private static final Grammar GRAMMAR = SchemaGrammar.soniox();
  private static final String KEY = TestKeys.of("sx");
  private static final double CEILING = 1.25; // "About real time."
  private static final double IDLE_SECONDS = 20;
  private static final double CAP_SECONDS = 300 * 60.0;
  private static final double REPLY_SECONDS = 0.5;
  private static final double FINAL_SECONDS = 2;

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/transcribe-websocket";
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
    private long repliedAt;
    private boolean spoken;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void text(String text) {
      if (hearing == null) {
        start(text);
      } else if (text.isEmpty()) {
        end();
      } else {
        JsonObject message = object(text);
        switch (message == null ? "" : string(message, "type")) {
          case "keepalive" -> sign();
          case "finalize" -> finalizeNow();
          default -> refuse(400, "an unknown message: " + brief(text));
        }
      }
    }

    @Override
    void binary(byte[] bytes) {
      if (hearing == null) {
        refuse(400, "audio before the configuration");
      } else if (bytes.length == 0 || bytes.length % hearing.bytesPerSample() != 0) {
        refuse(400, "audio of " + bytes.length + " bytes");
      } else if (!inPace(hearing.seconds(bytes.length / hearing.bytesPerSample()))) {
        refuse(400, "audio faster than " + CEILING + " times real time");
      } else {
        sign();
        hearing.take(bytes);
        if (hearing.due(FINAL_SECONDS)) {
          reply(hearing.cut(), false);
        } else if (hearing.seconds(hearing.samples() - repliedAt) >= REPLY_SECONDS) {
          reply(new Span(0, 0, List.of(), hearing.rate()), false);
        }
      }
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without the empty text");
    }

    @Override
    void tick() {
      if (silentFor(IDLE_SECONDS)) {
        refuse(408, "no audio and no keepalive for 20 s");
      } else if (openFor(CAP_SECONDS)) {
        refuse(400, "300 minutes");
      }
    }

    private void start(String text) {
      JsonObject config = object(text);
      if (config == null) {
        refuse(400, "no configuration");
        return;
      }
      if (!string(config, "api_key").equals(KEY)) {
        link.wrongKey();
        error(401, "wrong key");
        return;
      }
      PcmDecoder decoder =
          switch (string(config, "audio_format")) {
            case "pcm_s16le" -> PcmDecoder.S16LE;
            case "pcm_f32le" -> PcmDecoder.F32LE;
            case "mulaw" -> PcmDecoder.MULAW;
            case "alaw" -> PcmDecoder.ALAW;
            default -> null;
          };
      if (decoder == null
          || string(config, "model").isEmpty()
          || !string(config, "num_channels").equals("1")
          || !string(config, "sample_rate").matches("[1-9][0-9]{3,5}")) {
        refuse(400, "the model or format of the configuration");
        return;
      }
      sign();
      hearing = new Hearing(link, decoder, config.get("sample_rate").getAsInt());
      ceiling(CEILING);
    }

    private void finalizeNow() {
      sign();
      JsonObject fin = Json.of("{'text':'<fin>','is_final':true,'confidence':1.0}");
      JsonObject reply = message(hearing.rest());
      reply.getAsJsonArray("tokens").add(fin);
      link.send(reply);
    }

    private void end() {
      reply(hearing.rest(), false);
      reply(hearing.rest(), true);
      link.close(1000, "");
    }

    private void reply(Span finals, boolean finished) {
      JsonObject reply = message(finals);
      if (finished) {
        reply.addProperty("finished", true);
      }
      link.send(reply);
    }

    private JsonObject message(Span finals) {
      repliedAt = hearing.samples();
      List<JsonObject> tokens = new ArrayList<>();
      finals.words().forEach(word -> tokens(word, true, tokens));
      boolean before = spoken;
      hearing.partial().words().forEach(word -> tokens(word, false, tokens));
      spoken = before; // What is not final comes again.
      JsonObject reply =
          Json.of(
              "{'final_audio_proc_ms':%d,'total_audio_proc_ms':%d}",
              hearing.ms(hearing.finalUntil()), hearing.ms(hearing.samples()));
      reply.add("tokens", Json.array(tokens));
      return reply;
    }

    /** A word is two tokens; a space is before it unless it is the session's first. */
    private void tokens(HeardWord word, boolean isFinal, List<JsonObject> tokens) {
      long start = hearing.ms(word.start());
      long end = hearing.ms(word.end());
      long middle = (start + end) / 2;
      String first = (spoken ? " " : "") + word.text().substring(0, 2);
      spoken = true;
      String form = "{'text':'%s','start_ms':%d,'end_ms':%d,'confidence':0.97,'is_final':%s}";
      tokens.add(Json.of(form, first, start, middle, isFinal));
      tokens.add(Json.of(form, word.text().substring(2), middle, end, isFinal));
    }

    private void refuse(int code, String what) {
      link.violation(what);
      error(code, what);
    }

    private void error(int code, String what) {
      JsonObject error = Json.of("{'error_code':%d,'tokens':[]}", code);
      error.addProperty("error_message", what);
      link.send(error);
      link.close(1000, "");
    }
  }
}
