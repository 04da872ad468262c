package dev.tapewire.sender.service;

import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * A talk with OpenAI. Unless the service detects turns, the audio is committed every few seconds
 * where it is quiet; each commit is an item, whose transcript is the proof for its audio. Confined
 * to one thread.
 */
final class OpenAiTalk implements Talk {
  private static final String SET_UP = "tapewire-set-up";
  private static final String LAST_COMMIT = "tapewire-last-commit";

  /** Not about the audio: another account or hour gives a transcript. */
  private static final Set<String> NO_CREDIT = Set.of("insufficient_quota", "rate_limit_exceeded");

  /** Another session would hear the same. */
  private static final Set<String> REFUSALS =
      Set.of(
          "beta_api_shape_disabled",
          "model_not_found",
          "invalid_model",
          "unsupported_country_region_territory");

  /** Refused by a close. */
  private static final int CLOSE_REFUSED = 4000;

  /** Of all audio, and of each commit but the last. */
  private static final String AUDIO = "tapewire-audio";

  /** A buffer with less is not taken. */
  private static final long COMMIT_SAMPLES_LEAST = OpenAiRealtime.RATE_HZ / 10;

  private static final double COMMIT_S_LEAST = 0.5;
  private static final double COMMIT_S_MOST = 60;

  private final Settings settings;
  private final Mouth mouth;
  private final Ear ear;
  private final boolean detectsTurns;
  private final QuietCut cut;
  private final OpenAiItems items;
  private long sentSamples;
  private long committedSamples;
  private int responses;
  private boolean ready;
  private boolean ending;

  OpenAiTalk(Settings settings, Mouth mouth, Ear ear) {
    this.settings = settings;
    this.mouth = mouth;
    this.ear = ear;
    this.detectsTurns = OpenAiSession.detectsTurns(settings);
    this.items = new OpenAiItems(ear, detectsTurns);
    double seconds = settings.number(OpenAiRealtime.COMMIT, COMMIT_S_LEAST, COMMIT_S_MOST);
    long samples = OpenAiRealtime.SHEET.samples(seconds);
    this.cut = new QuietCut(samples, 2 * samples);
  }

  @Override
  public void begin() {
    mouth.text(OpenAiSession.update(settings, SET_UP));
    ear.open(items.oldest());
  }

  @Override
  public void audio(byte[] pcm, int offset, int length) {
    append(pcm, offset, length);
    if (!detectsTurns && cut.isBehind(pcm, offset, length)) {
      commit(AUDIO);
    }
  }

  private void append(byte[] pcm, int offset, int length) {
    byte[] piece = Arrays.copyOfRange(pcm, offset, offset + length);
    String audio = Base64.getEncoder().encodeToString(piece);
    mouth.text(
        "{\"type\":\"input_audio_buffer.append\",\"event_id\":\""
            + AUDIO
            + "\",\"audio\":\""
            + audio
            + "\"}");
    sentSamples += length / OpenAiRealtime.SHEET.format().blockBytes();
  }

  private void commit(String eventId) {
    long lacking = COMMIT_SAMPLES_LEAST - (sentSamples - committedSamples);
    if (lacking > 0 && !detectsTurns) {
      long before = sentSamples;
      byte[] silence = new byte[(int) OpenAiRealtime.SHEET.format().bytes(lacking)];
      append(silence, 0, silence.length);
      sentSamples = before; // It is none of the tape's.
    }
    items.commits(committedSamples, sentSamples);
    committedSamples = sentSamples;
    mouth.text("{\"type\":\"input_audio_buffer.commit\",\"event_id\":\"" + eventId + "\"}");
  }

  @Override
  public void finish() {
    ending = true;
    if (detectsTurns || sentSamples > committedSamples) {
      commit(LAST_COMMIT);
    }
    finishIfAnswered();
  }

  @Override
  public void hear(String text) {
    Message message = Message.of(text);
    String item = message.text("item_id");
    switch (message.text("type")) {
      case "session.updated" -> {
        if (!ready) {
          ready = true;
          ear.ready();
        }
      }
      case "input_audio_buffer.speech_started" ->
          items.starts(item, samples(message, "audio_start_ms"));
      case "input_audio_buffer.speech_stopped" ->
          items.stops(item, samples(message, "audio_end_ms"));
      case "input_audio_buffer.committed" -> items.committed(item, detectsTurns);
      case "conversation.item.added" -> items.added(message.at("item").text("id"));
      case "conversation.item.input_audio_transcription.delta" ->
          items.delta(item, message.text("delta"));
      case "conversation.item.input_audio_transcription.completed" ->
          items.completed(item, message.text("transcript"));
      case "conversation.item.input_audio_transcription.failed" ->
          onNoTranscript(item, message.at("error"));
      case "response.created" -> responses++;
      case "response.done" -> responses = Math.max(0, responses - 1);
      case "response.output_audio.delta" -> ear.speaks("/delta", OpenAiRealtime.RATE_HZ, "s16le");
      case "error" -> onError(message.at("error"));
      default -> {} // It is kept with the rest.
    }
    finishIfAnswered();
  }

  private void onNoTranscript(String item, Message error) {
    String code = error.text("code");
    if (NO_CREDIT.contains(code)) {
      ear.refused(code + ": " + error.text("message"));
      return;
    }
    ear.warned("no transcript: " + error.text("message"));
    items.completed(item, "");
  }

  private static long samples(Message message, String member) {
    return OpenAiRealtime.SHEET.samples(message.number(member, 0) / 1000);
  }

  private void onError(Message error) {
    String code = error.text("code");
    String reason = (code.isEmpty() ? error.text("type") : code) + ": " + error.text("message");
    if (code.equals("session_expired")) {
      ear.lost(reason);
    } else if (NO_CREDIT.contains(code) || NO_CREDIT.contains(error.text("type"))) {
      ear.refused(reason);
    } else if (REFUSALS.contains(code)) {
      ear.refused(reason);
    } else if (code.equals("invalid_api_key")) {
      ear.keyRefused(reason);
    } else if (error.text("event_id").equals(SET_UP)) {
      ear.refused(reason);
    } else if (error.text("event_id").equals(LAST_COMMIT)) {
      items.nothingCommitted(); // The service had taken it all as silence, or committed it itself.
    } else if (error.text("event_id").equals(AUDIO)) {
      ear.lost(reason); // What stands where is not known behind a hole.
    } else {
      ear.warned(reason);
    }
  }

  @Override
  public void closed(int code, String reason) {
    if (code == CLOSE_REFUSED) {
      ear.refused("close code " + code + " " + reason);
    }
  }

  @Override
  public void waive(long sample) {
    items.waive(sample);
    finishIfAnswered();
  }

  private void finishIfAnswered() {
    if (ending && items.allAnswered() && responses == 0) {
      ear.finished();
    }
  }
}
