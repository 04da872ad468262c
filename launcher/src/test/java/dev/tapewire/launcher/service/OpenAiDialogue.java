package dev.tapewire.launcher.service;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** One link with OpenAI's Realtime API. Confined to the server's lock. */
final class OpenAiDialogue extends Rules {
  private static final int APPEND_BYTES_MAX = 15 << 20;
  private static final int EVENT_ID_MAX = 512;
  private static final double CAP_SECONDS = 60 * 60;
  private static final long COMMIT_MS_LEAST = 100;
  private static final double VAD_CEILING = 1; // By hand no ceiling is known.
  private static final int VAD_SLICES_PER_SECOND = 50;
  private static final Set<String> MODELS =
      Set.of(
          "gpt-live-transcribe",
          "gpt-transcribe",
          "gpt-realtime-whisper",
          "whisper-1",
          "gpt-4o-transcribe",
          "gpt-4o-mini-transcribe",
          "gpt-4o-transcribe-diarize");
  // Models that hear on their own and want no turns.
  private static final Set<String> WITHOUT_TURNS =
      Set.of("gpt-live-transcribe", "gpt-realtime-whisper");

  private final boolean transcription;
  private final OpenAiEvents events;
  private boolean configured;
  private boolean transcribes;
  private OpenAiItem item;
  private String lastItem;
  private Turns turns = new Turns(true, 0.5, true);
  private PcmDecoder decoder;
  private int rate;
  private int responses;

  /** Who ends a turn, after how much silence, and whether an answer follows. Immutable. */
  private record Turns(boolean byServer, double silenceSeconds, boolean answers) {}

  OpenAiDialogue(ServiceLink link, ServiceServer server) {
    super(link, server);
    transcription = "transcription".equals(link.query("intent"));
    events = new OpenAiEvents(link);
  }

  @Override
  void opened() {
    if (link.request().getHeaders().get("OpenAI-Beta") != null) {
      link.violation("the header of the beta");
      events.error("beta_api_shape_disabled", "The beta is no more.", null);
      link.close(4000, "invalid_request_error.beta_api_shape_disabled");
      return;
    }
    events.send("session.created", "'session':%s", events.session(transcription, new JsonObject()));
  }

  @Override
  void text(String text) {
    JsonObject message = object(text);
    if (message == null) {
      events.error("invalid_json", "no JSON", null);
      return;
    }
    String id = message.has("event_id") ? string(message, "event_id") : null;
    if (id != null && id.length() > EVENT_ID_MAX) {
      refuse("invalid_value", "an event_id of " + id.length(), null);
      return;
    }
    switch (string(message, "type")) {
      case "session.update" -> update(child(message, "session"), id);
      case "input_audio_buffer.append" -> append(message, id);
      case "input_audio_buffer.commit" -> commit(id);
      case "input_audio_buffer.clear" -> clear();
      case "response.create" -> create(id);
      case "response.cancel" -> refuse("response_cancel_not_active", "nothing to cancel", id);
      default -> refuse("invalid_value", "an unknown event: " + brief(text), id);
    }
  }

  @Override
  void binary(byte[] bytes) {
    refuse("invalid_value", "a binary message", null);
  }

  @Override
  void closing(int code) {
    if (item != null && !turns.byServer && item.hearing().ms(item.samples()) >= COMMIT_MS_LEAST) {
      link.violation("closed with " + item.samples() + " samples that were not committed");
    }
  }

  @Override
  void tick() {
    if (openFor(CAP_SECONDS)) {
      link.violation("the session was open for 60 minutes");
      events.error("session_expired", "Your session hit the maximum duration.", null);
      link.close(1001, "maximum duration of 60 minutes");
    }
  }

  private void update(JsonObject session, String id) {
    JsonObject input = child(child(session, "audio"), "input");
    JsonObject format = child(input, "format");
    String fault = fault(session, input, format);
    if (fault != null) {
      refuse("invalid_value", fault, id);
      return;
    }
    if (item == null) {
      decoder = decoder(format);
      rate = decoder == PcmDecoder.S16LE ? 24000 : 8000;
    }
    if (input.has("turn_detection")) {
      turns = turns(input.get("turn_detection"));
    }
    if (turns.byServer) {
      ceiling(VAD_CEILING);
    }
    transcribes |= input.has("transcription");
    configured = true;
    events.send("session.updated", "'session':%s", events.session(transcription, session));
  }

  private String fault(JsonObject session, JsonObject input, JsonObject format) {
    String type = transcription ? "transcription" : "realtime";
    if (!string(session, "type").equals(type)) {
      return "a session of type '" + string(session, "type") + "' on a link for " + type;
    }
    if (session.has("model") && !string(session, "model").equals(link.query("model"))) {
      return "another model than the link's";
    }
    if (decoder(format) == null) {
      return "the format " + format;
    }
    if (item != null && decoder(format) != decoder) {
      return "another format in mid-stream";
    }
    String model = string(child(input, "transcription"), "model");
    if (!model.isEmpty() && !MODELS.contains(model)) {
      return "the model " + model;
    }
    if (transcription && model.isEmpty() && !transcribes) {
      return "no model for the transcription";
    }
    JsonElement turn = input.get("turn_detection");
    boolean noTurns = turn != null && turn.isJsonNull();
    if (WITHOUT_TURNS.contains(model) && !noTurns) {
      return model + " with turn detection";
    }
    if (turn != null && !noTurns && !string(turn.getAsJsonObject(), "type").endsWith("_vad")) {
      return "the turn detection " + turn;
    }
    return null;
  }

  private static PcmDecoder decoder(JsonObject format) {
    return switch (string(format, "type")) {
      case "audio/pcm" -> string(format, "rate").equals("24000") ? PcmDecoder.S16LE : null;
      case "audio/pcmu" -> PcmDecoder.MULAW;
      case "audio/pcma" -> PcmDecoder.ALAW;
      default -> null;
    };
  }

  private static Turns turns(JsonElement turn) {
    if (turn.isJsonNull()) {
      return new Turns(false, 0, true);
    }
    JsonObject set = turn.getAsJsonObject();
    String silence = string(set, "silence_duration_ms");
    double seconds = silence.isEmpty() ? 0.5 : Double.parseDouble(silence) / 1000;
    return new Turns(true, seconds, !string(set, "create_response").equals("false"));
  }

  private void append(JsonObject message, String id) {
    if (!configured) {
      refuse("invalid_value", "audio before the session was configured", id);
      return;
    }
    byte[] audio;
    try {
      audio = Base64.getDecoder().decode(string(message, "audio"));
    } catch (IllegalArgumentException notBase64) {
      refuse("invalid_value", "audio that is not base64", id);
      return;
    }
    if (audio.length == 0
        || audio.length > APPEND_BYTES_MAX
        || audio.length % decoder.bytesPerSample() != 0) {
      refuse("invalid_value", "audio of " + audio.length + " bytes", id);
      return;
    }
    if (!inPace((double) audio.length / decoder.bytesPerSample() / rate)) {
      link.violation("audio faster than it plays, with turns by the server");
    }
    if (item == null) {
      item = new OpenAiItem(new Hearing(link, decoder, rate), link.number());
    }
    if (turns.byServer) {
      detectIn(audio);
    } else {
      item.hearing().take(audio);
    }
  }

  private void detectIn(byte[] audio) {
    int slice = rate / VAD_SLICES_PER_SECOND * decoder.bytesPerSample();
    for (int at = 0; at < audio.length; at += slice) {
      item.hearing().take(Arrays.copyOfRange(audio, at, Math.min(at + slice, audio.length)));
      detect();
    }
  }

  private void detect() {
    if (!item.speaking() && item.loud()) {
      item.startSpeaking();
      events.send(
          "input_audio_buffer.speech_started",
          "'audio_start_ms':%d,'item_id':'%s'",
          item.hearing().ms(item.hearing().samples()),
          item.id());
    } else if (item.speaking() && item.hearing().silentFor(turns.silenceSeconds)) {
      events.send(
          "input_audio_buffer.speech_stopped",
          "'audio_end_ms':%d,'item_id':'%s'",
          item.hearing().ms(item.hearing().samples()),
          item.id());
      end();
    }
  }

  private void commit(String id) {
    long ms = item == null ? 0 : item.hearing().ms(item.samples());
    if (ms < COMMIT_MS_LEAST) {
      refuse("input_audio_buffer_commit_empty", "a commit of " + ms + " ms", id);
      return;
    }
    end();
  }

  /** What is in the buffer becomes an item; it is transcribed by itself. */
  private void end() {
    Span span = item.end();
    String id = item.id();
    events.send(
        "input_audio_buffer.committed",
        "'item_id':'%s','previous_item_id':%s",
        id,
        lastItem == null ? "null" : "\"" + lastItem + "\"");
    lastItem = id;
    item.next();
    if (transcription || transcribes) {
      events.transcript(id, span);
    }
    if (!transcription && turns.byServer && turns.answers) {
      events.response("resp_" + ++responses);
    }
  }

  private void clear() {
    if (item != null) {
      item.drop();
    }
    events.send("input_audio_buffer.cleared", "");
  }

  private void create(String id) {
    if (transcription) {
      refuse("invalid_value", "a response in a transcription", id);
    } else {
      events.response("resp_" + ++responses);
    }
  }

  private void refuse(String code, String what, String id) {
    link.violation(code + ": " + what);
    events.error(code, what, id);
  }
}
