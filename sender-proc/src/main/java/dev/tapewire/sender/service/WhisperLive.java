package dev.tapewire.sender.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * WhisperLive: its segments are the proof. It forgets what it has not decoded when it is told that
 * the audio is over, so it is told only when its answers have come to the end. Immutable.
 */
final class WhisperLive implements Service {
  private static final byte[] END = "END_OF_AUDIO".getBytes(StandardCharsets.US_ASCII);

  private static final Sheet SHEET =
      Sheet.of("whisperlive", "Collabora's WhisperLive, on a machine of yours")
          .endpoint("ws://127.0.0.1:9090")
          .key(KeyForm.BEARER)
          .audio(16_000, Encoding.F32LE)
          .pieces(1, 256, 10_000)
          .proof(Proof.PROCESSED, 15_000, 0) // Its segments have no words to tell an overlap by.
          .note("sessions end after 300 s unless the server is told otherwise")
          .setting(Sheet.PACE, "1.2")
          .setting(Sheet.LINGER, "15")
          .setting(Sheet.SESSION_MAX, "240")
          .setting("language", "en")
          .setting("task", "transcribe")
          .setting("model", "small")
          .setting("use_vad", "true");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new WhisperLiveTalk(settings, mouth, ear);
  }

  private static final class WhisperLiveTalk extends BinaryTalk {
    private final Settings settings;
    private long sentSamples;
    private long completed;

    WhisperLiveTalk(Settings settings, Mouth mouth, Ear ear) {
      super(mouth, ear);
      this.settings = settings;
    }

    @Override
    public void begin() {
      JsonObject start = new JsonObject();
      start.addProperty("uid", UUID.randomUUID().toString());
      start.addProperty("language", settings.text("language"));
      start.addProperty("task", settings.text("task"));
      start.addProperty("model", settings.text("model"));
      start.addProperty("use_vad", settings.flag("use_vad"));
      mouth.text(start.toString());
    }

    @Override
    public void audio(byte[] pcm, int offset, int length) {
      sentSamples += length / SHEET.format().blockBytes();
      super.audio(pcm, offset, length);
    }

    @Override
    public void finish() {
      mouth.binary(END, 0, END.length);
      ear.finished();
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      switch (message.text("message")) {
        case "SERVER_READY" -> ear.ready();
        case "DISCONNECT" -> ear.lost("the server ends the session");
        default -> onOther(message);
      }
    }

    private void onOther(Message message) {
      switch (message.text("status")) {
        case "WAIT" -> ear.busy("full for " + message.text("message") + " minutes");
        case "ERROR" -> ear.refused(message.text("message"));
        case "WARNING" -> ear.warned(message.text("message"));
        default -> onSegments(message.list("segments"));
      }
    }

    /** The list holds the last few: those that were complete before come again. */
    private void onSegments(List<Message> segments) {
      for (Message segment : segments) {
        long from = SHEET.samples(segment.number("start", 0));
        long until = Math.min(sentSamples, SHEET.samples(segment.number("end", 0)));
        Said said = new Said(segment.text("text").strip(), from, until);
        if (!segment.flag("completed")) {
          ear.open(from);
          ear.partial(said);
        } else if (until > completed) {
          completed = until;
          ear.said(said);
          ear.processed(until);
          ear.open(Ear.NOTHING);
        }
      }
    }
  }
}
