package dev.tapewire.sender.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The items of an OpenAI session: which audio each is, and which are answered. Items are answered
 * in any order; the proof goes as far as all before are. Confined to one thread.
 */
final class OpenAiItems {
  /** Transcripts kept for items that are not told of yet; they come in any order, not late. */
  private static final int EARLY_MAX = 16;

  /** Of the words of a commit, some seconds; a longer one is nobody's. */
  private static final int EARLY_CHARS_MAX = 64 * 1024;

  private final Ear ear;

  /** Commits of ours that the service has not named yet, each with its stretch. */
  private final Deque<long[]> unnamed = new ArrayDeque<>();

  /** Items not answered, oldest first, each with its stretch. */
  private final Map<String, long[]> pending = new LinkedHashMap<>();

  private final Map<String, StringBuilder> deltas = new HashMap<>();

  /** Transcripts that came before the item of which they are, oldest first. */
  private final Map<String, String> early = new LinkedHashMap<>();

  private long answeredSamples;

  /** To what was said before no answer is awaited. */
  private long waived;

  /** Where the service heard somebody stop last. */
  private long stopped;

  /** Items told of without their name. */
  private int nameless;

  /** From here on nothing is committed; {@link Ear#NOTHING} where the service commits. */
  private long uncommittedFrom;

  OpenAiItems(Ear ear, boolean detectsTurns) {
    this.ear = ear;
    uncommittedFrom = detectsTurns ? Ear.NOTHING : 0;
  }

  /** We commit a stretch. */
  void commits(long from, long until) {
    unnamed.add(new long[] {Math.max(from, stopped), until});
    uncommittedFrom = uncommittedFrom == Ear.NOTHING ? Ear.NOTHING : until;
  }

  /** The service heard that somebody begins to speak. */
  void starts(String item, long from) {
    pending.put(item, new long[] {from, from});
    ear.measured(from, from);
    ear.open(oldest());
  }

  /** The service heard that they stopped. */
  void stops(String item, long until) {
    stopped = Math.max(stopped, until);
    long[] stretch = pending.get(item);
    if (stretch != null) {
      stretch[1] = Math.max(stretch[0], until);
      ear.measured(stretch[0], stretch[1]);
    }
  }

  /**
   * An item was made of what was committed; {@code detected}: by the service itself. A server that
   * is not the vendor's may name it only with what follows.
   */
  void committed(String item, boolean detected) {
    if (item.isEmpty()) {
      nameless++;
      return;
    }
    long[] heard = detected ? pending.get(item) : null;
    if (heard != null && heard[1] == heard[0] && !unnamed.isEmpty()) {
      heard[1] = Math.max(heard[0], unnamed.poll()[1]); // Our commit cut it short: nobody stopped.
    }
    long[] stretch = heard == null ? unnamed.poll() : heard;
    if (stretch != null) {
      pending.put(item, stretch);
      ear.measured(stretch[0], stretch[1]);
      ear.received(stretch[1]);
    }
    String transcript = early.remove(item);
    if (transcript != null) {
      completed(item, transcript);
    }
  }

  /** An item is there. */
  void added(String item) {
    if (nameless > 0) {
      nameless--;
      committed(item, false);
    }
  }

  /** The last commit found nothing. */
  void nothingCommitted() {
    unnamed.pollLast();
  }

  /** A piece of a transcript. */
  void delta(String item, String text) {
    long[] stretch = pending.get(item);
    if (stretch != null) {
      String said = deltas.computeIfAbsent(item, id -> new StringBuilder()).append(text).toString();
      ear.partial(new Said(said, stretch[0], stretch[1]));
    }
  }

  /** The transcript of an item; empty: there is none. */
  void completed(String item, String transcript) {
    long[] stretch = pending.remove(item);
    deltas.remove(item);
    if (stretch == null) {
      keepEarly(item, transcript);
      return;
    }
    if (transcript.isBlank()) {
      ear.measured(stretch[0], stretch[1]);
    } else {
      ear.said(new Said(transcript.strip(), stretch[0], stretch[1]));
    }
    answeredSamples = Math.max(answeredSamples, stretch[1]);
    ear.processed(Math.min(answeredSamples, oldest()));
    ear.open(oldest());
  }

  private void keepEarly(String item, String transcript) {
    if (!item.isEmpty() && transcript.length() <= EARLY_CHARS_MAX) {
      early.put(item, transcript);
    }
    if (early.size() > EARLY_MAX) {
      early.remove(early.keySet().iterator().next());
    }
  }

  /** No answer is awaited any more to what was said before {@code sample}. */
  void waive(long sample) {
    waived = Math.max(waived, sample);
    ear.open(oldest());
  }

  /** Where the oldest audio begins that is still to be answered. */
  long oldest() {
    return awaited().mapToLong(s -> Math.max(s[0], waived)).reduce(uncommittedFrom, Math::min);
  }

  boolean allAnswered() {
    return awaited().findAny().isEmpty();
  }

  private Stream<long[]> awaited() {
    return Stream.concat(unnamed.stream(), pending.values().stream())
        .filter(s -> Math.max(s[0] + 1, s[1]) > waived);
  }
}
