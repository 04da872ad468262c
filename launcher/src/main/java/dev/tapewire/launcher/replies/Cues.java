package dev.tapewire.launcher.replies;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.reply.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes subtitles of a transcript: short enough to be read, one after another. Confined to one
 * thread.
 */
final class Cues {
  /** No subtitle stays longer. */
  static final long CUE_MS_MAX = 7_000;

  private static final long NS_PER_MS = 1_000_000;

  private final PcmFormat format;
  private final List<Cue> cues = new ArrayList<>();

  private Cues(PcmFormat format) {
    this.format = format;
  }

  /** {@return the subtitles of these lines, in order of time, none over another} */
  static List<Cue> of(List<Line> lines, PcmFormat format) {
    Cues cues = new Cues(format);
    lines.forEach(cues::add);
    return cues.cues;
  }

  private void add(Line line) {
    Rows rows = new Rows();
    long fromMs = 0;
    long untilMs = 0;
    for (Word piece : pieces(line)) {
      long beginMs = ms(piece.from());
      long endMs = Math.max(beginMs, ms(piece.until()));
      if (rows.isEmpty() || endMs - fromMs > CUE_MS_MAX || !rows.add(piece.text())) {
        put(fromMs, untilMs, rows);
        rows = new Rows();
        rows.add(piece.text());
        fromMs = beginMs;
      }
      untilMs = endMs;
    }
    put(fromMs, untilMs, rows);
  }

  private void put(long fromMs, long untilMs, Rows rows) {
    if (rows.text().isEmpty()) {
      return;
    }
    long from = cues.isEmpty() ? fromMs : Math.max(fromMs, cues.get(cues.size() - 1).untilMs());
    long until = Math.min(Math.max(untilMs, from + 1), from + CUE_MS_MAX);
    cues.add(new Cue(from, until, rows.text()));
  }

  /** The pieces of a line, none longer than a row; where no times are told, by their length. */
  private static List<Word> pieces(Line line) {
    List<Word> whole =
        line.words().isEmpty()
            ? List.of(new Word(line.text(), line.from(), line.until()))
            : line.words();
    List<Word> pieces = new ArrayList<>();
    for (Word word : whole) {
      String text = Plain.of(word.text());
      boolean split = line.words().isEmpty() || Rows.length(text) > Rows.CHARS_MAX;
      if (split) {
        spread(new Word(text, word.from(), word.until()), pieces);
      } else {
        pieces.add(new Word(text, word.from(), word.until()));
      }
    }
    return pieces;
  }

  private static void spread(Word word, List<Word> to) {
    String text = word.text();
    double each = (double) Math.max(0, word.until() - word.from()) / Math.max(1, text.length());
    int at = 0;
    while (at < text.length()) {
      int space = text.indexOf(' ', at);
      int end = space < 0 ? text.length() : space + 1;
      if (text.codePointCount(at, end) > Rows.CHARS_MAX) {
        end = text.offsetByCodePoints(at, Rows.CHARS_MAX);
      }
      long from = word.from() + (long) (at * each);
      to.add(new Word(text.substring(at, end), from, word.from() + (long) (end * each)));
      at = end;
    }
  }

  private long ms(long position) {
    return format.toNs(Math.max(0, position)) / NS_PER_MS;
  }
}
