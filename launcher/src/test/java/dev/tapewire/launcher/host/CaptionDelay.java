package dev.tapewire.launcher.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.launcher.service.HeardWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * How long after its end was on the tape each word stood in the replies. Clocks of one machine.
 * Immutable.
 */
final class CaptionDelay {
  private static final double NS_PER_S = TimeUnit.SECONDS.toNanos(1);

  /** When a word's end was on the tape, monotonic ns, and how much later it was written down. */
  record Caption(long spokenNs, double delayS) {}

  private static final double PHRASE_S = 6;

  private final List<Caption> captions = new ArrayList<>();
  private final int times;

  private CaptionDelay(int times) {
    this.times = times;
  }

  /** Looks at every word that was written down. */
  static CaptionDelay of(ServiceScene scene) throws Exception {
    CaptionDelay delay = new CaptionDelay(scene.times);
    Map<String, Long> writtenNs = written(scene);
    TreeMap<Long, Long> captured = captured(scene.studio.tapes().resolve(ServiceScene.SESSION));
    for (HeardWord word : scene.words.words()) {
      Long at = writtenNs.get(word.text());
      Map.Entry<Long, Long> onTape = captured.ceilingEntry(word.end());
      if (at != null && onTape != null) {
        long spokenNs = onTape.getValue();
        delay.captions.add(new Caption(spokenNs, (at - spokenNs) / NS_PER_S));
      }
    }
    return delay;
  }

  /** {@return when each word was first written down, monotonic ns} */
  private static Map<String, Long> written(ServiceScene scene) throws Exception {
    Instant now = Instant.now();
    long epochNs =
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
    Map<String, Long> written = new HashMap<>();
    for (JsonObject reply : scene.replies()) {
      if (reply.get("kind").getAsString().equals("final") && reply.has("words")) {
        for (JsonElement word : reply.getAsJsonArray("words")) {
          String text = word.getAsJsonObject().get("text").getAsString();
          written.merge(text, reply.get("at_ns").getAsLong() - epochNs, Math::min);
        }
      }
    }
    return written;
  }

  /** {@return when what is before each position was captured, monotonic ns} */
  private static TreeMap<Long, Long> captured(java.nio.file.Path session) {
    TreeMap<Long, Long> captured = new TreeMap<>();
    RecordView view = new RecordView();
    try (TapeReader tape = Tape.openReader(new SessionPaths(session))) {
      while (tape.poll(view)) {
        if (view.is(RecordKind.FRAME)) {
          captured.put(view.endPosition(), view.frameCapturedNs());
        }
      }
    }
    return captured;
  }

  /** {@return median and greatest delay of the words spoken then, as text} */
  String of(LongPredicate spokenNs) {
    List<Double> delays =
        captions.stream()
            .filter(c -> spokenNs.test(c.spokenNs()))
            .map(Caption::delayS)
            .sorted()
            .toList();
    return delays.isEmpty()
        ? "no word"
        : String.format(
            Locale.ROOT,
            "%d words, median %.2f s, most %.2f s",
            delays.size(),
            delays.get(delays.size() / 2),
            delays.get(delays.size() - 1));
  }

  /** {@return from which word on, spoken behind {@code sinceNs}, all delays are about the least} */
  String back(long sinceNs) {
    List<Caption> behind = captions.stream().filter(c -> c.spokenNs() >= sinceNs).toList();
    double least = behind.stream().mapToDouble(Caption::delayS).min().orElse(0);
    // A caption waits for the end of its phrase, of eight words: 5 s in real time.
    double normalS = least + PHRASE_S / times;
    long late =
        behind.stream()
            .filter(c -> c.delayS() > normalS)
            .mapToLong(Caption::spokenNs)
            .max()
            .orElse(0);
    return late == 0
        ? "normal for all that was spoken behind it"
        : String.format(
            Locale.ROOT, "later than normal until %.1f s behind it", (late - sinceNs) / NS_PER_S);
  }
}
