package dev.tapewire.sender.delivery;

import dev.tapewire.sender.service.Ear;
import dev.tapewire.sender.service.Sheet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * How far a service has come with the audio of one link, from all that it tells. Samples are
 * service samples. Confined to the agent thread.
 */
final class ServiceProof {
  /** Links in a row over which a session took nothing more; then it is given up. */
  private static final int BARREN_MAX = 2;

  /** How exactly it is known since when the service has what it has. */
  private static final long MARK_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final long answerNs;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final long answerSamples;
  private final boolean answers;
  private long sent;
  private long received;
  private long processed;
  private long open = Ear.NOTHING;
  private long resumedAt;

  /** Samples that it has had for so long that an answer would have come. */
  private long ripe;

  private int barren;
  private long settledBefore;
  private long movedNs = Long.MIN_VALUE / 2;

  ServiceProof(Sheet sheet) {
    answers = sheet.answerMs() > 0;
    answerNs = TimeUnit.MILLISECONDS.toNanos(sheet.answerMs());
    answerSamples = (long) sheet.answerMs() * sheet.format().sampleRateHz() / 1000;
  }

  /** So many had come at that time. Immutable. */
  private record Mark(long atNs, long received) {}

  /** It is {@code nowNs}: what the service has by now it has had since then. */
  void at(long nowNs) {
    if (answers && (marks.isEmpty() || nowNs - marks.getLast().atNs() >= MARK_NS)) {
      marks.add(new Mark(nowNs, received));
    }
    while (marks.size() > 1 && nowNs - second().atNs() >= answerNs) {
      marks.remove();
    }
    ripe =
        !marks.isEmpty() && nowNs - marks.getFirst().atNs() >= answerNs
            ? marks.getFirst().received()
            : 0;
    if (settled() > settledBefore) {
      settledBefore = settled();
      movedNs = nowNs;
    }
  }

  /** {@return when more was seen to be settled} */
  long movedNs() {
    return movedNs;
  }

  private Mark second() {
    Iterator<Mark> each = marks.iterator();
    each.next();
    return each.next();
  }

  /** So many were sent: nothing that it says is proof of more. */
  void sent(long samples) {
    sent = samples;
  }

  /** It has the first {@code samples}. */
  void received(long samples) {
    received = Math.max(received, Math.min(samples, sent));
  }

  /** It has answered the first {@code samples}. */
  void processed(long samples) {
    processed = Math.max(processed, Math.min(samples, sent));
    received(samples);
  }

  /** The answer to what was said since {@code samples} is still to come. */
  void open(long samples) {
    open = samples;
  }

  /** {@return whether the answer to an utterance is still to come} */
  boolean isOpen() {
    return open != Ear.NOTHING;
  }

  /** {@return samples that it has} */
  long received() {
    return received;
  }

  /** The session goes on over another link. {@return samples that it has} */
  long resume() {
    barren = received > resumedAt ? 1 : barren + 1;
    resumedAt = received;
    return received;
  }

  /**
   * {@return whether the session may get farther over another link: the last ones brought it on}
   */
  boolean mayGoOn() {
    return received > resumedAt || barren < BARREN_MAX;
  }

  /**
   * {@return samples that need not be sent again: those answered, and those so old that an answer
   * would have come, had there been anything to answer}
   */
  long settled() {
    long quiet = answers ? Math.min(Math.min(received - answerSamples, ripe), open) : 0;
    return Math.max(processed, quiet);
  }
}
