package dev.tapewire.sender.service;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.sender.service.Said.Word;
import java.util.List;
import java.util.Locale;

/** AssemblyAI Universal-Streaming v3: a heartbeat tells what it has received. Immutable. */
final class AssemblyAi implements Service {
  private static final int NOT_AUTHORISED = 1008;
  private static final String TOO_MANY = "too many";
  private static final int BAD_MESSAGE = 3006;
  private static final int TOO_MANY_SESSIONS = 3009;

  private static final Sheet SHEET =
      Sheet.of("assemblyai", "AssemblyAI Universal-Streaming (v3)")
          .endpoint("wss://streaming.assemblyai.com/v3/ws")
          .key(KeyForm.header("Authorization"), "ASSEMBLYAI_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(50, 100, 1000)
          .proof(Proof.RECEIPT, 10_000, 500)
          .checked(Checked.VENDOR_TYPES)
          .note("takes audio no faster than real time: what an outage delayed stays delayed")
          .setting(Sheet.PACE, "1.0")
          .setting(Sheet.SESSION_MAX, "10740")
          .setting(Sheet.KEEP_ALIVE, "4")
          .rate("sample_rate")
          .fixed("encoding", "pcm_s16le")
          .query("speech_model", "universal-3-5-pro")
          .query("format_turns", "true")
          .query("end_of_turn_confidence_threshold", "")
          .query("min_turn_silence", "")
          .query("max_turn_silence", "")
          .query("language_detection", "")
          .query("session_heartbeat", "true");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new AssemblyAiTalk(settings.flag("format_turns"), mouth, ear);
  }

  private static final class AssemblyAiTalk extends BinaryTalk {
    private final boolean formats;
    private final Utterances utterances;

    AssemblyAiTalk(boolean formats, Mouth mouth, Ear ear) {
      super(mouth, ear);
      this.formats = formats;
      this.utterances = new Utterances(ear);
    }

    @Override
    public void begin() {}

    @Override
    public void idle() {
      mouth.text("{\"type\":\"KeepAlive\"}");
    }

    @Override
    public void finish() {
      mouth.text("{\"type\":\"Terminate\"}");
    }

    @Override
    public void waive(long sample) {
      utterances.waive(sample);
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      switch (message.text("type")) {
        case "Begin" -> ear.ready();
        case "Turn" -> onTurn(message);
        case "Heartbeat" -> ear.received(samples(message, "total_audio_received_ms"));
        case "Termination" -> ear.finished();
        case "Error" -> ear.warned(message.text("error_code") + " " + message.text("error"));
        case "Warning" -> ear.warned(message.text("warning_code") + " " + message.text("warning"));
        default -> {} // It is kept with the rest.
      }
    }

    private void onTurn(Message message) {
      List<Word> words =
          message.list("words").stream()
              .map(w -> new Word(w.text("text"), samples(w, "start"), samples(w, "end")))
              .toList();
      if (words.isEmpty()) {
        return;
      }
      Said said = Said.of(message.text("transcript"), words);
      boolean formatted = !formats || message.flag("turn_is_formatted");
      if (!message.flag("end_of_turn")) {
        utterances.open(said.from());
        ear.partial(said);
      } else if (formatted) {
        ear.said(said);
        utterances.answered(said.until());
      } else {
        ear.partial(said); // The same turn comes again, with its punctuation.
      }
    }

    private static long samples(Message message, String member) {
      return SHEET.samples(message.number(member, 0) / 1000);
    }

    @Override
    public void closed(int code, String reason) {
      if (code == NOT_AUTHORISED && reason.toLowerCase(Locale.ROOT).contains(TOO_MANY)) {
        ear.refused(reason); // Sessions, that is; the key is good.
      } else if (code == NOT_AUTHORISED) {
        ear.keyRefused(reason);
      } else if (code == BAD_MESSAGE) {
        ear.refused(reason);
      } else if (code == TOO_MANY_SESSIONS) {
        ear.busy("close code " + code + " " + reason);
      }
    }
  }
}
