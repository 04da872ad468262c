package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.util.Base64;
import mockwebserver3.RecordedRequest;

/** Hume's EVI as it was: a conversation that is answered with audio. */
final class HumeEviServer implements FarService {
  private static final Grammar GRAMMAR = SchemaGrammar.of("hume-evi");
  private static final String KEY = TestKeys.of("evi");

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/v0/evi/chat";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public Refusal refusal(RecordedRequest request) {
    boolean header = KEY.equals(request.getHeaders().get("X-Hume-Api-Key"));
    boolean query = KEY.equals(request.getUrl().queryParameter("api_key"));
    return header || query ? null : new Refusal(401, "wrong key");
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private static final double IDLE_SECONDS = 120;
    private static final double CAP_SECONDS = 1800;
    private static final double INTERIM_SECONDS = 1;
    private static final double TURN_SILENCE_SECONDS = 0.5;
    private static final int POLICY = 1008;
    // The head of a WAV of 48 kHz s16le mono, and four samples.
    private static final String WAV =
        "UklGRiwAAABXQVZFZm10IBAAAAABAAEAgLsAAAB3AQACABAAZGF0YQgAAAAAAAEAAgADAA==";

    private Hearing hearing;
    private long interimAt;
    private int answers;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void opened() {
      link.send(
          Json.of(
              "{'type':'chat_metadata','chat_group_id':'g-%1$d','chat_id':'c-%1$d',"
                  + "'request_id':'r-%1$d'}",
              link.number()));
    }

    @Override
    void text(String text) {
      JsonObject message = object(text);
      switch (message == null ? "" : string(message, "type")) {
        case "session_settings" -> settings(child(message, "audio"));
        case "audio_input" -> audio(string(message, "data"));
        case "user_input" -> answer();
        case "pause_assistant_message", "resume_assistant_message" -> sign();
        default -> refuse("an unknown message: " + brief(text));
      }
    }

    @Override
    void binary(byte[] bytes) {
      refuse("a binary message");
    }

    @Override
    void closing(int code) {
      if (code != 1000) {
        link.violation("closed with " + code);
      }
    }

    @Override
    void tick() {
      if (silentFor(IDLE_SECONDS)) {
        refuse("no audio for 120 s");
      } else if (openFor(CAP_SECONDS)) {
        refuse("the chat was open for 30 minutes");
      }
    }

    private void settings(JsonObject audio) {
      boolean right =
          string(audio, "encoding").equals("linear16")
              && string(audio, "sample_rate").matches("[1-9][0-9]{3,5}")
              && string(audio, "channels").equals("1");
      if (!right) {
        refuse("the session_settings " + audio);
      } else if (hearing == null) {
        hearing = new Hearing(link, PcmDecoder.S16LE, audio.get("sample_rate").getAsInt());
        ceiling(1);
      }
    }

    private void audio(String base64) {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException notBase64) {
        refuse("audio that is not base64");
        return;
      }
      if (hearing == null) {
        refuse("audio before session_settings");
      } else if (bytes.length == 0 || bytes.length % 2 != 0) {
        refuse("audio of " + bytes.length + " bytes");
      } else if (!inPace(hearing.seconds(bytes.length / 2))) {
        refuse("audio faster than it plays");
      } else {
        sign();
        hearing.take(bytes);
        hear();
      }
    }

    private void hear() {
      if (hearing.hasWords() && hearing.silentFor(TURN_SILENCE_SECONDS)) {
        user(hearing.cut(), false);
        answer();
      } else if (hearing.hasWords()
          && "true".equals(link.query("verbose_transcription"))
          && hearing.seconds(hearing.samples() - interimAt) >= INTERIM_SECONDS) {
        interimAt = hearing.samples();
        user(hearing.partial(), true);
      }
    }

    private void user(Span span, boolean interim) {
      link.send(
          Json.of(
              "{'type':'user_message','from_text':false,'interim':%s,"
                  + "'message':{'role':'user','content':'%s'},'models':{},"
                  + "'time':{'begin':%d,'end':%d}}",
              interim,
              span.text(),
              hearing.ms(span.words().get(0).start()),
              hearing.ms(span.words().get(span.words().size() - 1).end())));
    }

    private void answer() {
      sign();
      String id = "m-" + ++answers;
      link.send(
          Json.of(
              "{'type':'assistant_message','id':'%s','is_quick_response':false,"
                  + "'from_text':false,'message':{'role':'assistant','content':'yes'},'models':{}}",
              id));
      link.send(Json.of("{'type':'audio_output','id':'%s','index':0,'data':'%s'}", id, WAV));
      link.send(Json.of("{'type':'assistant_end'}"));
    }

    private void refuse(String what) {
      JsonObject error = Json.of("{'type':'error','code':'E0101','slug':'invalid_message'}");
      error.addProperty("message", what);
      link.refuse(what, error, POLICY);
    }
  }
}
