package dev.tapewire.sender.service;

import java.util.TreeSet;

/**
 * Utterances that were heard to begin and are not answered yet: the next may begin before the one
 * before is answered. Confined to one thread.
 */
final class Utterances {
  /** Of a service that answers none of them only the oldest count. */
  private static final int OPEN_MAX = 1000;

  private final Ear ear;
  private final TreeSet<Long> starts = new TreeSet<>();

  Utterances(Ear ear) {
    this.ear = ear;
  }

  /** One begins, or is still being said, from {@code sample} on. */
  void open(long sample) {
    if (starts.size() < OPEN_MAX) {
      starts.add(sample);
    }
    ear.open(starts.first());
  }

  /** No answer is awaited any more to what began before {@code sample}. */
  void waive(long sample) {
    starts.headSet(sample).clear();
    ear.open(starts.isEmpty() ? Ear.NOTHING : starts.first());
  }

  /** All that was said before {@code sample} is answered. */
  void answered(long sample) {
    starts.headSet(sample).clear();
    ear.processed(sample);
    ear.open(starts.isEmpty() ? Ear.NOTHING : starts.first());
  }
}
