package dev.tapewire.launcher.replies;

import dev.tapewire.common.reply.Word;
import java.util.List;

/**
 * A stretch of a transcript. Immutable.
 *
 * @param from the position where it begins
 * @param until the position where it ends
 * @param text what was said there
 * @param words the same in pieces, each with what stands between it and the next; empty where the
 *     service told no words
 */
record Line(long from, long until, String text, List<Word> words) {
  Line {
    words = List.copyOf(words);
  }
}
