package dev.tapewire.sender.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.sender.service.Said.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Speechmatics real-time: it acknowledges each message of audio. Immutable. */
final class Speechmatics implements Service {
  private static final int NOT_AUTHORISED = 4001;
  private static final int QUOTA_EXCEEDED = 4005;

  /** Worth another try: a failed job, an internal error. */
  private static final Set<Integer> PASSING = Set.of(4013, 1011);

  /** The server's own trouble, or the end of this session alone: a new one may do. */
  private static final Set<String> PASSING_ERRORS =
      Set.of(
          "job_error",
          "internal_error",
          "unknown_error",
          "buffer_error",
          "data_error",
          "session_transfer",
          "session_timeout",
          "idle_timeout");

  /** After these its acknowledgements mean nothing any more. */
  private static final Set<String> TAKES_NO_MORE =
      Set.of("duration_limit_exceeded", "add_audio_after_eos");

  private static final Sheet SHEET =
      Sheet.of("speechmatics", "Speechmatics real-time (v2)")
          .endpoint("wss://eu.rt.speechmatics.com/v2")
          .key(KeyForm.BEARER, "SPEECHMATICS_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(0, 100, 1000)
          .unanswered(64)
          .proof(Proof.RECEIPT, 0, 1000)
          .checked(Checked.VENDOR_TYPES)
          .setting(Sheet.SESSION_MAX, "172000")
          .setting("language", "en")
          .setting("model", "")
          .setting("max_delay", "1.0")
          .setting("enable_partials", "true");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new SpeechmaticsTalk(settings, mouth, ear);
  }

  private static final class SpeechmaticsTalk extends BinaryTalk {
    private final Settings settings;
    private final Receipts receipts = new Receipts();
    private long acknowledged;
    private boolean ending;

    SpeechmaticsTalk(Settings settings, Mouth mouth, Ear ear) {
      super(mouth, ear);
      this.settings = settings;
    }

    @Override
    public void begin() {
      JsonObject format = new JsonObject();
      format.addProperty("type", "raw");
      format.addProperty("encoding", "pcm_s16le");
      format.addProperty("sample_rate", SHEET.format().sampleRateHz());
      JsonObject config = new JsonObject();
      config.addProperty("language", settings.text("language"));
      if (!settings.text("model").isEmpty()) {
        config.addProperty("model", settings.text("model"));
      }
      config.addProperty("enable_partials", settings.flag("enable_partials"));
      config.addProperty("max_delay", settings.number("max_delay", 0.7, 20));
      JsonObject message = new JsonObject();
      message.addProperty("message", "StartRecognition");
      message.add("audio_format", format);
      message.add("transcription_config", config);
      mouth.text(message.toString());
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      receipts.sent(length / SHEET.format().blockBytes());
      super.audio(pcm, offset, length);
    }

    @Override
    public void finish() {
      ending = true;
      endIfAcknowledged();
    }

    /** Once all is acknowledged, nobody can differ about which number is the last. */
    private void endIfAcknowledged() {
      if (ending && receipts.pending() == 0) {
        ending = false;
        mouth.text("{\"message\":\"EndOfStream\",\"last_seq_no\":" + acknowledged + "}");
      }
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      switch (message.text("message")) {
        case "RecognitionStarted" -> ear.ready();
        case "AudioAdded" -> onAudioAdded((long) message.number("seq_no", 0));
        case "AddPartialTranscript" -> onTranscript(message, false);
        case "AddTranscript" -> onTranscript(message, true);
        case "EndOfTranscript" -> ear.finished();
        case "Warning" -> onWarning(message);
        case "Error" -> onError(message);
        default -> {} // It is kept with the rest.
      }
    }

    private void onAudioAdded(long number) {
      long newly = Math.min(number - acknowledged, receipts.pending());
      for (long i = 0; i < newly; i++) {
        ear.received(receipts.next());
        ear.receivedOne();
        acknowledged++;
      }
      endIfAcknowledged();
    }

    private void onTranscript(Message message, boolean stands) {
      Message metadata = message.at("metadata");
      long from = SHEET.samples(metadata.number("start_time", 0));
      long until = SHEET.samples(metadata.number("end_time", 0));
      String transcript = metadata.text("transcript").strip();
      if (!transcript.isEmpty()) {
        Said said = new Said(transcript, from, until, words(message));
        if (stands) {
          ear.said(said);
        } else {
          ear.partial(said);
        }
      }
      if (stands) {
        ear.processed(until);
      }
    }

    /** Punctuation belongs to the word before it. */
    private static List<Word> words(Message message) {
      List<Word> words = new ArrayList<>();
      for (Message result : message.list("results")) {
        List<Message> alternatives = result.list("alternatives");
        String content = alternatives.isEmpty() ? "" : alternatives.get(0).text("content");
        if (result.text("type").equals("punctuation") && !words.isEmpty()) {
          Word last = words.remove(words.size() - 1);
          words.add(new Word(last.text() + content, last.from(), last.until()));
        } else if (!content.isEmpty()) {
          long from = SHEET.samples(result.number("start_time", 0));
          words.add(new Word(content, from, SHEET.samples(result.number("end_time", 0))));
        }
      }
      return words;
    }

    private void onWarning(Message message) {
      String type = message.text("type");
      if (TAKES_NO_MORE.contains(type)) {
        ear.lost(type + ": " + message.text("reason"));
      } else {
        ear.warned(type + ": " + message.text("reason"));
      }
    }

    private void onError(Message message) {
      String type = message.text("type");
      String reason = type + ": " + message.text("reason");
      switch (type) {
        case "not_authorised" -> ear.keyRefused(reason);
        case "quota_exceeded" -> ear.busy(reason);
        default -> {
          if (PASSING_ERRORS.contains(type)) {
            ear.lost(reason);
          } else {
            ear.refused(reason);
          }
        }
      }
    }

    @Override
    public void closed(int code, String reason) {
      if (code == NOT_AUTHORISED) {
        ear.keyRefused(reason);
      } else if (code == QUOTA_EXCEEDED) {
        ear.busy("close code " + code + " " + reason);
      } else if (code >= 4000 && !PASSING.contains(code)) {
        ear.refused("close code " + code + " " + reason);
      }
    }
  }
}
