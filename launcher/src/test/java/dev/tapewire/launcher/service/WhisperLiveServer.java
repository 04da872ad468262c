package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** WhisperLive 0.9.0: repeats its last segments, and forgets what it has not heard out. */
final class WhisperLiveServer implements FarService {
  @Override
  public String path() {
    return "/";
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private static final String END = "END_OF_AUDIO";
    private static final int RATE = 16000;
    private static final double CAP_SECONDS = 300;
    private static final double BACKLOG_SECONDS_MAX = 45;
    private static final double LATE_SECONDS = 0.5; // Of the wall.
    private static final double PARTIAL_SECONDS = 1;
    private static final double FINAL_SECONDS = 5;
    private static final double STEADY_SECONDS = 2;

    private final List<JsonObject> segments = new ArrayList<>();
    private Hearing hearing;
    private String uid;
    private int lastSegments;
    private long startedNs;
    private long partialAt;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void text(String text) {
      JsonObject options = hearing == null ? object(text) : null;
      if (options == null) {
        link.refuse("a text after the options, or none that it reads", null, 1011);
        return;
      }
      PcmDecoder decoder =
          switch (string(options, "audio_format")) {
            case "", "float32" -> PcmDecoder.F32LE;
            case "int16" -> PcmDecoder.S16LE;
            case "uint8" -> PcmDecoder.U8;
            default -> null;
          };
      if (string(options, "uid").isEmpty() || !options.has("language") || decoder == null) {
        link.refuse("no uid or language, or a wrong audio_format", null, 1011);
        return;
      }
      uid = string(options, "uid");
      String last = string(options, "send_last_n_segments");
      lastSegments = last.isEmpty() ? 10 : Integer.parseInt(last);
      hearing = new Hearing(link, decoder, RATE);
      startedNs = nowNs();
      say("{'message':'SERVER_READY','backend':'faster_whisper'}");
      say("{'language':'en','language_prob':0.98}");
    }

    @Override
    void binary(byte[] bytes) {
      if (hearing == null) {
        link.refuse("audio before the options", null, 1011);
      } else if (new String(bytes, StandardCharsets.ISO_8859_1).equals(END)) {
        end();
      } else if (bytes.length == 0 || bytes.length % hearing.bytesPerSample() != 0) {
        link.refuse("audio of " + bytes.length + " bytes", null, 1011);
      } else {
        sign();
        hearing.take(bytes);
        double played = scale.seconds(nowNs() - startedNs) + LATE_SECONDS * scale.times();
        if (hearing.seconds() - played > BACKLOG_SECONDS_MAX) {
          link.violation("a backlog of more than 45 s, of which it drops 30 s");
        }
        if (hearing.due(FINAL_SECONDS)) {
          complete();
        } else if (hearing.seconds(hearing.samples() - partialAt) >= PARTIAL_SECONDS) {
          partialAt = hearing.samples();
          segments(List.of(segment(hearing.partial(), false)));
        }
      }
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without END_OF_AUDIO");
    }

    @Override
    void tick() {
      if (openFor(CAP_SECONDS)) {
        link.violation("the connection was open for 300 s");
        say("{'message':'DISCONNECT'}");
        link.close(1000, "");
      } else if (hearing != null && pending() && silentFor(STEADY_SECONDS)) {
        segments.add(segment(hearing.rest(), true)); // It said the same often enough.
        segments(List.of());
      }
    }

    private boolean pending() {
      return hearing.samples() > hearing.finalUntil();
    }

    private void complete() {
      segments.add(segment(hearing.cut(), true));
      segments(List.of());
    }

    private void end() {
      if (hearing.hasWords() || !hearing.silentFor(0)) {
        link.violation("END_OF_AUDIO before the last segment was complete, which is lost");
      }
      link.close(1000, "");
    }

    /** Sends the last segments, and what is not complete. */
    private void segments(List<JsonObject> open) {
      List<JsonObject> last = new ArrayList<>(segments);
      last.addAll(open);
      int from = Math.max(0, last.size() - lastSegments);
      JsonObject message = new JsonObject();
      message.addProperty("uid", uid);
      message.add("segments", Json.array(last.subList(from, last.size())));
      link.send(message);
    }

    private static JsonObject segment(Span span, boolean completed) {
      return Json.of(
          "{'start':'%.3f','end':'%.3f','text':' %s','completed':%s}",
          span.startSeconds(), span.endSeconds(), span.text(), completed);
    }

    private void say(String members) {
      JsonObject message = Json.of(members);
      message.addProperty("uid", uid);
      link.send(message);
    }
  }
}
