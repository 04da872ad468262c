package dev.tapewire.sender.service;

import dev.tapewire.common.audio.Encoding;

/**
 * Hume's Expression Measurement v1: it measures how something is said, and acknowledges nothing. A
 * frame that came too fast is not measured, and its refusal does not say which it was. Immutable.
 */
final class Hume implements Service {
  private static final Sheet SHEET =
      Sheet.of("hume", "Hume Expression Measurement (v1, audio, realtime)")
          .endpoint("wss://api.cloud.hume.ai/v1/expression/audio/realtime")
          .key(KeyForm.header("X-Hume-Api-Key"), "HUME_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(1, 100, 10_000)
          .proof(Proof.PROCESSED, 15_000, 0)
          .note("takes audio no faster than real time; how it nests its settings is not confirmed")
          .setting(Sheet.PACE, "1.0")
          .setting("update", "{\"measurement_timer_ms\":3000}");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new HumeTalk(settings.text("update"), mouth, ear);
  }

  private static final class HumeTalk extends BinaryTalk {
    private final String update;

    HumeTalk(String update, Mouth mouth, Ear ear) {
      super(mouth, ear);
      this.update = update;
    }

    @Override
    public void begin() {} // The service speaks first.

    @Override
    public void finish() {
      mouth.text("{\"type\":\"session.close\"}");
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      switch (message.text("type")) {
        case "session.created" -> {
          if (update.isEmpty()) {
            ear.ready();
          } else {
            mouth.text("{\"type\":\"session.update\",\"config\":" + update + "}");
          }
        }
        case "session.updated" -> ear.ready();
        case "utterance.start" -> ear.open(samples(message, "audio_start_ms"));
        case "measurement.result" -> onResult(message);
        case "utterance.end" -> {
          ear.processed(samples(message, "audio_end_ms"));
          ear.open(Ear.NOTHING);
        }
        case "session.closed" -> ear.finished();
        case "error" -> onError(message);
        default -> {} // It is kept with the rest.
      }
    }

    private void onResult(Message message) {
      long until = samples(message, "audio_end_ms");
      ear.measured(samples(message, "audio_start_ms"), until);
      ear.processed(until);
      ear.open(message.text("trigger").equals("speech_ended") ? Ear.NOTHING : until);
    }

    private static long samples(Message message, String member) {
      return SHEET.samples(message.number(member, 0) / 1000);
    }

    private void onError(Message message) {
      String code = message.text("code");
      String reason = code + ": " + message.text("message");
      switch (code) {
        case "config_invalid" -> ear.refused(reason);
        case "unauthorized", "forbidden" -> ear.keyRefused(reason);
        // Which frame was not measured is not said: a new session hears them again.
        case "rate_limited", "invalid_audio_frame", "internal_error", "message_too_large" ->
            ear.lost(reason);
        default -> ear.warned(reason);
      }
    }
  }
}
