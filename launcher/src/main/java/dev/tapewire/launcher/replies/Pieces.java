package dev.tapewire.launcher.replies;

import dev.tapewire.common.reply.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text cut at its words, so that each has the spelling, signs and spaces that the text gives it;
 * joined they are the text again. Safe for use by any thread.
 */
final class Pieces {
  private Pieces() {}

  /** {@return the words with what the text has from each to the next} */
  static List<Word> of(String text, List<Word> words) {
    String lower = text.toLowerCase(Locale.ROOT);
    int[] starts = new int[words.size() + 1];
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text().strip().toLowerCase(Locale.ROOT);
      starts[i] = lower.indexOf(word, at);
      if (starts[i] < 0 || lower.length() != text.length()) {
        return apart(words);
      }
      at = starts[i] + word.length();
    }
    if (!words.isEmpty()) {
      starts[0] = 0;
      starts[words.size()] = text.length();
    }
    List<Word> pieces = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      pieces.add(new Word(text.substring(starts[i], starts[i + 1]), word.from(), word.until()));
    }
    return pieces;
  }

  /** The text does not have these words in this order: a space between two must do. */
  private static List<Word> apart(List<Word> words) {
    return words.stream()
        .map(word -> new Word(word.text().strip() + " ", word.from(), word.until()))
        .toList();
  }

  /** {@return the text of the pieces} */
  static String join(List<Word> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString().strip();
  }
}
