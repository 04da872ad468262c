package dev.tapewire.sender.service;

import java.util.List;

/**
 * What a service heard somebody say. Immutable.
 *
 * @param from service samples
 * @param until service samples
 * @param words empty: it gives no times of words
 */
public record Said(String text, long from, long until, List<Word> words) {
  /** Copies the list. */
  public Said {
    words = List.copyOf(words);
  }

  /** Text without times of words. */
  public Said(String text, long from, long until) {
    this(text, from, until, List.of());
  }

  /**
   * {@return the words as one text; from the first word's begin to the last one's end}
   *
   * @param words at least one
   */
  public static Said of(String text, List<Word> words) {
    return new Said(text, words.get(0).from(), words.get(words.size() - 1).until(), words);
  }

  /**
   * One word. Immutable.
   *
   * @param from service samples
   * @param until service samples
   */
  public record Word(String text, long from, long until) {}
}
