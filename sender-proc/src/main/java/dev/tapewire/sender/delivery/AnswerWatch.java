package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.sender.service.Talk;
import java.util.concurrent.TimeUnit;

/**
 * Sees that no answer of a service is awaited for ever. Nothing but answers postpones an end: a
 * heartbeat or a receipt says that the service lives, no more. The first time that an answer is
 * overdue the session is lost, and the next one goes on from the checkpoint. If that came no
 * farther, it depends: who is heard about later audio and leaves a stretch out has answered it with
 * nothing, and people are told; who says nothing at all has not. Confined to the agent thread.
 */
final class AnswerWatch {
  private final Transfer transfer;
  private final ServiceProof proof;
  private final Hearing hearing;
  private final ServiceStream stream;
  private final Talk talk;
  private final Patience patience;
  private boolean stalled;

  AnswerWatch(
      Transfer transfer,
      ServiceProof proof,
      Hearing hearing,
      ServiceStream stream,
      Talk talk,
      Patience patience) {
    this.transfer = transfer;
    this.proof = proof;
    this.hearing = hearing;
    this.stream = stream;
    this.talk = talk;
    this.patience = patience;
  }

  /** {@return whether the session is left because it did not answer: it is not gone on with} */
  boolean isStalled() {
    return stalled;
  }

  /** {@return what becomes of a session that may take no audio yet, or null: it is awaited} */
  Verdict unready(long waitedNs) {
    return waitedNs > patience.readyNsMax() ? Verdict.lost(patience.unready()) : null;
  }

  /** {@return what becomes of a session whose peer shows no proof} */
  Verdict unproven(String late) {
    stalled = true;
    return Verdict.lost(late);
  }

  /**
   * Looks whether an answer is overdue.
   *
   * @param heldSinceNs since when a message waits for its receipt; 0: none does
   * @return what becomes of the session, or null: it goes on
   */
  Verdict look(long nowNs, long heldSinceNs) {
    long receiptNs = nowNs - Math.max(hearing.answeredNs(), heldSinceNs);
    if (heldSinceNs != 0 && receiptNs > ServiceRules.ANSWER_NS_MAX) {
      return overdue("the service acknowledged nothing for 30 s", false);
    }
    boolean heard = nowNs - hearing.heededNs() < ServiceRules.ANSWER_NS_MAX;
    if (!proof.isOverdue(nowNs, heard)) {
      return null;
    }
    long from = proof.settled();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNs - proof.newsNs());
    String late = "the service answered nothing for " + seconds + " s";
    Verdict verdict = overdue(late, heard && proof.canWaive());
    if (verdict == null) {
      proof.waive();
      talk.waive(proof.settled());
      tell(from, proof.settled());
    }
    return verdict;
  }

  /**
   * The last word does not come. What was answered is answered, goodbye or not.
   *
   * @param late says so
   * @param openedNs when the link opened
   * @return what becomes of the session, or null: it is over, and all it got is settled
   */
  Verdict withoutLastWord(String late, long sentSamples, long openedNs) {
    if (isAllAnswered(sentSamples)) {
      return null;
    }
    Verdict verdict = overdue(late, hearing.heededNs() >= openedNs);
    if (verdict == null) {
      tell(proof.settled(), sentSamples);
    }
    return verdict;
  }

  /**
   * {@return whether the audio is long enough over to say the end} Else the end itself is answered;
   * but not for ever does what a service says by itself put it off.
   */
  boolean isEnough(long lingerNs, long nowNs, long heardNs, long endingNs) {
    long quietNs = nowNs - Math.max(heardNs, endingNs);
    boolean awaited = lingerNs > 0 && proof.isOpen();
    long newsNs = Math.max(proof.movedNs(), endingNs);
    return quietNs >= (awaited ? ServiceRules.ANSWER_NS_MAX : lingerNs)
        || nowNs - newsNs >= ServiceRules.AFTERWORD_NS_MAX;
  }

  /** {@return how long the last word is awaited, ns; {@code silent}: it is the only answer} */
  long lastWordNsMax(boolean silent, long sentSamples) {
    boolean all = !silent && isAllAnswered(sentSamples);
    return all ? ServiceRules.GOODBYE_NS_MAX : ServiceRules.LAST_WORD_NS_MAX;
  }

  /** {@return whether nothing that was sent is still to be answered} */
  boolean isAllAnswered(long sentSamples) {
    long missing = sentSamples - proof.settled();
    boolean rounded = missing <= proof.samples(ServiceRules.ROUNDED_MS);
    return rounded || transfer.window().isEmpty();
  }

  private Verdict overdue(String late, boolean heard) {
    PcmFormat format = transfer.header().format();
    long position = transfer.progress().checkpoint().position();
    String what = late + ", at " + DeliveryLog.tenths(format, position) + " s";
    if (!patience.isOver(position, format.toSamples(proof.limitNs()))) {
      return unproven(what);
    }
    if (heard) {
      return null;
    }
    stalled = true;
    return Verdict.refused(what);
  }

  private void tell(long from, long until) {
    PcmFormat format = transfer.header().format();
    hearing.unanswered(stream.position(from), stream.position(until), format);
  }
}
