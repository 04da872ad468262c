package dev.tapewire.sender.service;

import dev.tapewire.common.audio.Encoding;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * OpenAI's Realtime API in its GA shape: sessions that transcribe, and conversations. Nothing
 * acknowledges audio; a transcript speaks of what was committed. Immutable.
 */
final class OpenAiRealtime implements Service {
  static final String SESSION = "session";
  static final String MODEL = "model";
  static final String TRANSCRIBE = "transcribe";
  static final String LANGUAGE = "language";
  static final String INSTRUCTIONS = "instructions";
  static final String VOICE = "voice";
  static final String VAD = "vad";
  static final String COMMIT = "commit-s";

  /** The only rate of linear PCM that the API takes. */
  static final int RATE_HZ = 24_000;

  static final Sheet SHEET =
      Sheet.of("openai-realtime", "OpenAI Realtime API (GA): transcription, conversation")
          .endpoint("wss://api.openai.com/v1/realtime")
          .key(KeyForm.BEARER, "OPENAI_API_KEY")
          .audio(RATE_HZ, Encoding.S16LE)
          .pieces(0, 100, 10_000)
          .proof(Proof.PROCESSED, 30_000, 0)
          .checked(Checked.THIRD_PARTY_SERVER)
          .note("a new session is begun at 59 of 60 minutes; the third party looks at no audio")
          .derived(Sheet.PACE, set -> OpenAiSession.detectsTurns(set) ? "1" : "0")
          .setting(Sheet.SESSION_MAX, "3540")
          .setting(SESSION, "transcription")
          .setting(MODEL, "gpt-realtime-2.1")
          .setting(TRANSCRIBE, "gpt-live-transcribe")
          .setting(LANGUAGE, "")
          .setting(INSTRUCTIONS, "")
          .setting(VOICE, "")
          .setting(VAD, "auto")
          .setting(COMMIT, "5");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Opening opening(URI at, Settings settings) {
    Map<String, String> query = new LinkedHashMap<>();
    if (OpenAiSession.converses(settings)) {
      query.put("model", settings.text(MODEL));
    } else {
      query.put("intent", "transcription"); // With a model beside it, it is refused.
    }
    return Opening.at(at, query);
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new OpenAiTalk(settings, mouth, ear);
  }
}
