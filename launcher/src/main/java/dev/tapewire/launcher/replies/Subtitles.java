package dev.tapewire.launcher.replies;

import dev.tapewire.launcher.sessions.Durations;
import java.util.ArrayList;
import java.util.List;

/** Subtitle files: SubRip and WebVTT. Safe for use by any thread. */
final class Subtitles {
  private static final long NS_PER_MS = 1_000_000;
  private static final String ARROW = " --> ";

  private Subtitles() {}

  /** {@return the lines of a SubRip file} */
  static List<String> srt(List<Cue> cues) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (Cue cue : cues) {
      number++;
      lines.add(Integer.toString(number));
      lines.add((clock(cue.fromMs()) + ARROW + clock(cue.untilMs())).replace('.', ','));
      lines.addAll(cue.rows());
      lines.add("");
    }
    return lines;
  }

  /** {@return the lines of a WebVTT file} */
  static List<String> vtt(List<Cue> cues) {
    List<String> lines = new ArrayList<>(List.of("WEBVTT", ""));
    for (Cue cue : cues) {
      lines.add(clock(cue.fromMs()) + ARROW + clock(cue.untilMs()));
      cue.rows().forEach(row -> lines.add(escaped(row)));
      lines.add("");
    }
    return lines;
  }

  private static String escaped(String row) {
    return row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String clock(long ms) {
    return Durations.clock(ms * NS_PER_MS);
  }
}
