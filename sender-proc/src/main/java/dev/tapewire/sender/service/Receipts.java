package dev.tapewire.sender.service;

import java.util.ArrayDeque;
import java.util.Deque;

/** Messages of audio that are answered one by one, in order. Confined to one thread. */
final class Receipts {
  private final Deque<Long> ends = new ArrayDeque<>();
  private long sentSamples;
  private long receivedSamples;

  /** Notes a message of so many samples. */
  void sent(long samples) {
    sentSamples += samples;
    ends.add(sentSamples);
  }

  /** Takes one answer. {@return the samples that are answered now} */
  long next() {
    Long end = ends.poll();
    receivedSamples = end == null ? receivedSamples : end;
    return receivedSamples;
  }

  /** Takes the answer that the first {@code messages} are received. {@return their samples} */
  long upTo(long messages, long answered) {
    for (long i = answered; i < messages; i++) {
      next();
    }
    return receivedSamples;
  }

  /** {@return messages not answered} */
  int pending() {
    return ends.size();
  }

  /** {@return samples sent} */
  long sentSamples() {
    return sentSamples;
  }
}
