package dev.tapewire.sender.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.tapewire.common.error.TapewireException;
import java.util.Set;

/** What is asked of an OpenAI session. Safe for use by any thread. */
final class OpenAiSession {
  private static final String AUTO = "auto"; // None where it transcribes.
  private static final Set<String> VADS = Set.of(AUTO, "none", "server_vad", "semantic_vad");

  private static final String CONVERSATION = "conversation";

  private OpenAiSession() {}

  /** {@return whether it is a conversation, not a transcription} */
  static boolean converses(Settings settings) {
    String session = settings.text(OpenAiRealtime.SESSION);
    if (!session.equals("transcription") && !session.equals(CONVERSATION)) {
      throw TapewireException.usage(
          "--set session=" + session + ": openai-realtime has transcription and conversation");
    }
    return session.equals(CONVERSATION);
  }

  /**
   * {@return whether the service finds out itself where an utterance ends; who converses waits for
   * an answer to each}
   */
  static boolean detectsTurns(Settings settings) {
    String vad = settings.text(OpenAiRealtime.VAD);
    if (!VADS.contains(vad)) {
      throw TapewireException.usage(
          "--set vad=" + vad + ": openai-realtime has auto, none, server_vad and semantic_vad");
    }
    return vad.equals(AUTO) ? converses(settings) : !vad.equals("none");
  }

  /** {@return the message that sets the session up} */
  static String update(Settings settings, String eventId) {
    boolean converses = converses(settings);
    JsonObject session = new JsonObject();
    session.addProperty("type", converses ? "realtime" : "transcription");
    JsonObject audio = new JsonObject();
    audio.add("input", input(settings));
    if (converses) {
      JsonArray modalities = new JsonArray();
      modalities.add("audio");
      session.add("output_modalities", modalities);
      audio.add("output", output(settings));
      setIfGiven(session, "instructions", settings.text(OpenAiRealtime.INSTRUCTIONS));
    }
    session.add("audio", audio);
    JsonObject message = new JsonObject();
    message.addProperty("type", "session.update");
    message.addProperty("event_id", eventId);
    message.add("session", session);
    return message.toString();
  }

  private static JsonObject input(Settings settings) {
    JsonObject transcription = new JsonObject();
    transcription.addProperty("model", settings.text(OpenAiRealtime.TRANSCRIBE));
    setIfGiven(transcription, "language", settings.text(OpenAiRealtime.LANGUAGE));
    JsonObject input = new JsonObject();
    input.add("format", format());
    input.add("transcription", transcription);
    if (detectsTurns(settings)) {
      JsonObject turns = new JsonObject();
      String vad = settings.text(OpenAiRealtime.VAD);
      turns.addProperty("type", vad.equals(AUTO) ? "server_vad" : vad);
      input.add("turn_detection", turns);
    } else {
      input.add("turn_detection", JsonNull.INSTANCE);
    }
    return input;
  }

  private static JsonObject output(Settings settings) {
    JsonObject output = new JsonObject();
    output.add("format", format());
    setIfGiven(output, "voice", settings.text(OpenAiRealtime.VOICE));
    return output;
  }

  private static JsonObject format() {
    JsonObject format = new JsonObject();
    format.addProperty("type", "audio/pcm");
    format.addProperty("rate", OpenAiRealtime.RATE_HZ);
    return format;
  }

  private static void setIfGiven(JsonObject object, String member, String value) {
    if (!value.isEmpty()) {
      object.addProperty(member, value);
    }
  }
}
