package dev.tapewire.sender.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.sender.service.Said.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Soniox: every answer tells how far it is, and how far it is final. Immutable. */
final class Soniox implements Service {
  private static final Set<Integer> KEY_REFUSED = Set.of(401, 403);
  private static final int TOO_MANY = 429;
  private static final Set<Integer> REFUSED = Set.of(400, 402);

  private static final Sheet SHEET =
      Sheet.of("soniox", "Soniox real-time")
          .endpoint("wss://stt-rt.soniox.com/transcribe-websocket")
          .key(KeyForm.IN_BAND, "SONIOX_API_KEY")
          .audio(16_000, Encoding.S16LE)
          .pieces(0, 100, 1000)
          .proof(Proof.PROCESSED, 0, 500)
          .note("its vendor has types of its answers alone; those were checked against them")
          .setting(Sheet.PACE, "1.0")
          .setting(Sheet.KEEP_ALIVE, "8")
          .setting(Sheet.SESSION_MAX, "17940")
          .setting("model", "stt-rt-v5")
          .setting("language", "")
          .setting("endpoint_detection", "true");

  @Override
  public Sheet sheet() {
    return SHEET;
  }

  @Override
  public Talk talk(Settings settings, String key, Mouth mouth, Ear ear) {
    return new SonioxTalk(settings, key, mouth, ear);
  }

  private static final class SonioxTalk extends BinaryTalk {
    private final Settings settings;
    private final String key;

    SonioxTalk(Settings settings, String key, Mouth mouth, Ear ear) {
      super(mouth, ear);
      this.settings = settings;
      this.key = key;
    }

    @Override
    public void begin() {
      JsonObject start = new JsonObject();
      start.addProperty("api_key", key == null ? "" : key);
      start.addProperty("model", settings.text("model"));
      start.addProperty("audio_format", "pcm_s16le");
      start.addProperty("sample_rate", SHEET.format().sampleRateHz());
      start.addProperty("num_channels", 1);
      if (!settings.text("language").isEmpty()) {
        JsonArray hints = new JsonArray();
        hints.add(settings.text("language"));
        start.add("language_hints", hints);
      }
      start.addProperty("enable_endpoint_detection", settings.flag("endpoint_detection"));
      mouth.text(start.toString());
      ear.ready();
    }

    @Override
    public void idle() {
      mouth.text("{\"type\":\"keepalive\"}");
    }

    @Override
    public void finish() {
      mouth.text("");
    }

    @Override
    public void hear(String text) {
      Message message = Message.of(text);
      if (message.has("error_code")) {
        onError((int) message.number("error_code", 0), message.text("error_message"));
        return;
      }
      List<Message> tokens = message.list("tokens");
      List<Word> stand = words(tokens, true);
      List<Word> may = words(tokens, false);
      if (!stand.isEmpty()) {
        ear.said(Said.of(text(stand), stand));
      } else if (!may.isEmpty()) {
        ear.partial(Said.of(text(may), may));
      }
      if (message.has("final_audio_proc_ms")) {
        ear.processed(SHEET.samples(message.number("final_audio_proc_ms", 0) / 1000));
      }
      if (message.flag("finished")) {
        ear.finished();
      }
    }

    /** A token without a space before it goes on with the word before. */
    private static List<Word> words(List<Message> tokens, boolean stand) {
      List<Word> words = new ArrayList<>();
      for (Message token : tokens) {
        String text = token.text("text");
        if (token.flag("is_final") != stand || text.isBlank() || text.startsWith("<")) {
          continue;
        }
        long from = SHEET.samples(token.number("start_ms", 0) / 1000);
        long until = SHEET.samples(token.number("end_ms", 0) / 1000);
        if (!words.isEmpty() && !text.startsWith(" ")) {
          Word last = words.remove(words.size() - 1);
          words.add(new Word(last.text() + text, last.from(), until));
        } else {
          words.add(new Word(text.strip(), from, until));
        }
      }
      return words;
    }

    private static String text(List<Word> words) {
      return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    private void onError(int code, String reason) {
      if (KEY_REFUSED.contains(code)) {
        ear.keyRefused(reason);
      } else if (REFUSED.contains(code)) {
        ear.refused(code + " " + reason);
      } else if (code == TOO_MANY) {
        ear.busy(code + " " + reason);
      } else {
        ear.lost(code + " " + reason);
      }
    }
  }
}
