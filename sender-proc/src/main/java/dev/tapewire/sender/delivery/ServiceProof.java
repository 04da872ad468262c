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

  /** Without a bound of the sheet's: audio so old was heard. */
  private static final long RIPE_MS_LEAST = 10_000;

  /** Audio not settled so far behind what is not yet due is a service that falls silent, ms. */
  private static final long BEHIND_MS = 10_000;

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

  /** How far texts reach, final or not: an utterance that grows is being answered. */
  private long heard;

  private long heardBefore;
  private final int rateHz;
  private final long behindSamples;
  private final long limitNs;
  private long newsNs;

  /** Samples that are no pause, sent since it was last brought on. */
  private long loud;

  private long settledNs;

  ServiceProof(Sheet sheet, long nowNs) {
    answers = sheet.answerMs() > 0;
    answerNs = TimeUnit.MILLISECONDS.toNanos(answers ? sheet.answerMs() : RIPE_MS_LEAST);
    rateHz = sheet.format().sampleRateHz();
    answerSamples = samples(sheet.answerMs());
    behindSamples = samples(sheet.answerMs() + BEHIND_MS);
    limitNs = TimeUnit.MILLISECONDS.toNanos(sheet.answerMs()) + ServiceRules.ANSWER_NS_MAX;
    newsNs = nowNs;
    settledNs = nowNs;
  }

  /** {@return service samples in so many ms} */
  long samples(long ms) {
    return ms * rateHz / 1000;
  }

  /** So many had come at that time. Immutable. */
  private record Mark(long atNs, long received) {}

  /** It is {@code nowNs}: what the service has by now it has had since then. */
  void at(long nowNs) {
    if (marks.isEmpty() || nowNs - marks.getLast().atNs() >= MARK_NS) {
      marks.add(new Mark(nowNs, received));
    }
    while (marks.size() > 1 && nowNs - second().atNs() >= answerNs) {
      marks.remove();
    }
    ripe =
        !marks.isEmpty() && nowNs - marks.getFirst().atNs() >= answerNs
            ? marks.getFirst().received()
            : 0;
    boolean moved = settled() > settledBefore;
    if (moved) {
      settledBefore = settled();
      movedNs = nowNs;
    }
    boolean usual = sent - settled() <= answerSamples;
    if (moved || usual) {
      settledNs = nowNs;
    }
    if (moved || usual || heard > heardBefore) {
      loud = 0;
      newsNs = nowNs;
    }
    heardBefore = heard;
  }

  /**
   * {@return whether an answer is so late that none will come} Neither receipts nor heartbeats
   * postpone it; text that grows does, for a while. To a quiet room some services say nothing at
   * all; so where nothing is said to be open only audio counts that is no pause.
   *
   * @param heard whether the service says anything about audio
   */
  boolean isOverdue(long nowNs, boolean heard) {
    long waitNsMax = isOpen() || heard ? limitNs : ServiceRules.MUTE_NS_MAX;
    boolean late = nowNs - newsNs > waitNsMax || nowNs - settledNs > ServiceRules.UTTERANCE_NS_MAX;
    boolean said = isOpen() || loud > behindSamples - answerSamples;
    return late && said && sent - settled() > behindSamples;
  }

  /** {@return when it was last brought on, or had no more than usual before it} */
  long newsNs() {
    return newsNs;
  }

  /** {@return after how long without news an answer is overdue, ns} */
  long limitNs() {
    return limitNs;
  }

  /** Text came that reaches to behind {@code samples}. */
  void heard(long samples) {
    heard = Math.max(heard, Math.min(samples, sent));
  }

  /** {@return whether it has something unanswered for so long that an answer would have come} */
  boolean canWaive() {
    return ripe > settled();
  }

  /** No answer is awaited any more about what it has had so long. */
  void waive() {
    open = Ear.NOTHING;
    processed(ripe);
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

  /** So many were sent: nothing that it says is proof of more. The last ones may be a pause. */
  void sent(long samples, boolean quiet) {
    loud += quiet ? 0 : Math.max(0, samples - sent);
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
  long resume(long nowNs) {
    newsNs = nowNs;
    settledNs = nowNs;
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
