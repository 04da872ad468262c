package dev.tapewire.launcher.service;

import java.util.List;

/**
 * A stretch of a session's audio with the words that were heard in it. Immutable.
 *
 * @param from the first sample
 * @param until the sample behind the last
 * @param words what was said, in order
 * @param rate samples per second
 */
record Span(long from, long until, List<HeardWord> words, int rate) {
  double startSeconds() {
    return (double) from / rate;
  }

  double endSeconds() {
    return (double) until / rate;
  }

  double seconds() {
    return (double) (until - from) / rate;
  }

  /** {@return the words with a space between} */
  String text() {
    return String.join(" ", words.stream().map(HeardWord::text).toList());
  }
}
