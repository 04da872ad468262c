package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.util.List;

/** vosk-server: one reply for each binary message, and an end to the letter. */
final class VoskServer implements FarService {
  private static final String EOF = "{\"eof\" : 1}";
  private static final String RESET = "{\"reset\" : 1}";
  private static final int MESSAGE_BYTES_MAX = 1 << 20; // Python's websockets takes no more.
  private static final int DEFAULT_RATE = 8000;
  private static final double ENDPOINT_SECONDS = 0.5;
  private static final double UTTERANCE_SECONDS_MAX = 12;

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
    private int rate = DEFAULT_RATE;
    private Hearing hearing;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void text(String text) {
      if (text.equals(EOF)) {
        link.send(result());
        link.close(1000, "");
      } else if (text.equals(RESET)) {
        link.send(result());
      } else if (text.contains("config")) {
        configure(text);
      } else {
        link.refuse("a text that it takes for audio: " + brief(text), null, 1011);
      }
    }

    @Override
    void binary(byte[] bytes) {
      if (bytes.length == 0 || bytes.length % 2 != 0) {
        link.refuse("audio of " + bytes.length + " bytes", null, 1011);
        return;
      }
      if (bytes.length > MESSAGE_BYTES_MAX) {
        link.refuse("a message of " + bytes.length + " bytes", null, 1009);
        return;
      }
      if (hearing == null) {
        hearing = new Hearing(link, PcmDecoder.S16LE, rate);
      }
      hearing.take(bytes);
      boolean pause = hearing.hasWords() && hearing.silentFor(ENDPOINT_SECONDS);
      if (pause || hearing.due(UTTERANCE_SECONDS_MAX)) {
        link.send(said(hearing.cut()));
      } else {
        link.send(Json.of("{'partial':'%s'}", hearing.partial().text()));
      }
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without the end message");
    }

    private void configure(String text) {
      JsonObject message = object(text);
      if (message == null || !message.has("config")) {
        link.refuse("no config: " + brief(text), null, 1011);
      } else if (hearing != null) {
        link.violation("a config after audio, which changes nothing");
      } else if (child(message, "config").has("sample_rate")) {
        rate = child(message, "config").get("sample_rate").getAsInt();
      }
    }

    private JsonObject result() {
      return hearing == null ? Json.of("{'text':''}") : said(hearing.rest());
    }

    private static JsonObject said(Span span) {
      JsonObject message = Json.of("{'text':'%s'}", span.text());
      List<JsonObject> words = span.words().stream().map(Dialogue::word).toList();
      if (!words.isEmpty()) {
        message.add("result", Json.array(words));
      }
      return message;
    }

    private static JsonObject word(HeardWord word) {
      return Json.of(
          "{'conf':1.0,'start':%.6f,'end':%.6f,'word':'%s'}",
          word.startSeconds(), word.endSeconds(), word.text());
    }
  }
}
