package dev.tapewire.sender.delivery;

import com.google.gson.JsonPrimitive;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.sender.service.Sheet;
import dev.tapewire.sender.service.Talk;
import java.io.UncheckedIOException;

/**
 * One session with a speech service over one link, whichever the service is: audio in its format
 * and at its pace, its answers kept before the checkpoint moves on what they prove. Confined to the
 * agent thread.
 */
final class ServiceConversation implements Conversation {
  private final Transfer transfer;
  private final ServiceTerms terms;
  private final ServiceRules rules;
  private final ServiceProof proof;
  private final Hearing hearing;
  private final Talk talk;
  private final ServiceStream stream;
  private final ServiceIntake intake;
  private final ServicePace pace;
  private final ServiceProgress progress;
  private final LinkMouth mouth;
  private final long openedNs;
  private final int closesUnanswered;
  private final AnswerWatch watch;
  private Link link;
  private Evidence pongs;
  private State state = State.GREETING;
  private Verdict verdict;
  private long spokeNs;
  private long saidNs;
  private long endingNs;
  private long sentSamples;
  private long sentMessages;
  private long heardNs;
  private long silenceLeft;
  private boolean endSaid;
  private boolean wordless;
  private boolean rotates;
  private boolean closeSent;

  ServiceConversation(
      Transfer transfer,
      Link link,
      ServiceTerms terms,
      Patience patience,
      int closesUnanswered,
      long nowNs) {
    this.closesUnanswered = closesUnanswered;
    this.transfer = transfer;
    this.link = link;
    this.mouth = new LinkMouth(link, nowNs);
    this.terms = terms;
    Sheet sheet = terms.service().sheet();
    this.rules = ServiceRules.of(sheet, terms.settings());
    this.proof = new ServiceProof(sheet, nowNs);
    this.pongs = PongEvidence.ofService(link);
    this.openedNs = nowNs;
    link.loading(true);
    this.spokeNs = nowNs;
    this.pace = new ServicePace(rules.pace(), sheet.format().sampleRateHz(), nowNs);
    ServiceStart start = ServiceStart.of(transfer, sheet.overlapMs(), terms.catchUpNow());
    this.progress = new ServiceProgress(transfer, terms, start.settledNext());
    this.stream = new ServiceStream(transfer.header().format(), rules, start.position());
    this.intake = new ServiceIntake(transfer, stream, start.position());
    this.hearing = new Hearing(terms, proof);
    this.talk = terms.service().talk(terms.settings(), terms.key().secret(), mouth, hearing);
    this.watch = new AnswerWatch(transfer, proof, hearing, stream, talk, patience);
    guarded(
        () -> {
          if (start.leftFrom() < start.position()) {
            progress.leave(start, hearing);
          }
          hearing.note(Reply.Kind.OPENED, start.position(), null);
          talk.begin();
        });
  }

  @Override
  public Link resumable() {
    boolean open = state == State.STREAMING && !rotates && !watch.isStalled();
    return open && talk.resumes() && proof.mayGoOn() ? link : null;
  }

  @Override
  public boolean isWhole() {
    return intake.isWhole();
  }

  @Override
  public boolean isIdle(long nowNs) {
    boolean silent = nowNs - Math.max(saidNs, openedNs) > ServiceRules.IDLE_NS_LEAST;
    return silent && state == State.STREAMING && !isHeldUp() && transfer.cursor().peek() == null;
  }

  @Override
  public void resume(Link link, long nowNs) {
    this.link = link;
    pongs = PongEvidence.ofService(link);
    verdict = null;
    mouth.over(link, nowNs);
    saidNs = nowNs;
    spokeNs = nowNs;
    sentSamples = proof.resume(nowNs);
    intake.seek();
    stream.rewind(bytes(sentSamples));
    talk.resume(sentSamples);
    guarded(() -> hearing.resume(stream.position(sentSamples)));
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Verdict verdict() {
    return verdict != null ? verdict : hearing.verdict();
  }

  @Override
  public Guarantee guarantee() {
    return terms.guarantee();
  }

  @Override
  public long sentPosition() {
    return stream.isRewound() ? stream.position(sentSamples) : intake.position();
  }

  @Override
  public boolean isHeldUp() {
    return stream.waiting() >= rules.pieceBytes() || silenceLeft > 0;
  }

  /** A session that is not ended may be paid for until the service gives it up. */
  @Override
  public boolean leave() {
    if ((state != State.STREAMING && state != State.ENDING) || mouth.isBroken()) {
      return false;
    }
    if (!endSaid) {
      endSaid = true;
      guarded(talk::finish);
    }
    link.close(CloseCode.NORMAL, "");
    return true;
  }

  @Override
  public void onText(String text, long nowNs) {
    heardNs = nowNs;
    guarded(
        () -> {
          hearing.begin(nowNs);
          talk.hear(text);
          hearing.keep(text, stream); // First: what it proves is forgotten only when it is kept.
          proof.at(nowNs);
          confirm();
        });
    if (verdict() == null) {
      terms.key().taken();
    }
    if (hearing.isFinished() && !endSaid && verdict() == null) {
      verdict = Verdict.lost("the service ended the session by itself");
    }
  }

  @Override
  public void onBinary(int bytes, long nowNs) {
    guarded(() -> hearing.note(Reply.Kind.EVENT, intake.position(), new JsonPrimitive(bytes)));
  }

  @Override
  public String takeNotice() {
    return hearing.takeNotice();
  }

  @Override
  public Verdict onClosed(int code, String reason) {
    guarded(
        () -> {
          if (!hearing.isFinished() && !closeSent) {
            talk.closed(code, reason);
            hearing.isRefusal(reason);
          }
          hearing.note(
              Reply.Kind.CLOSED, intake.position(), new JsonPrimitive(code + " " + reason));
        });
    if (closeSent && !terms.answers() && (code == CloseCode.NORMAL || code == CloseCode.NONE)) {
      return whole("the service's answer to the close");
    }
    String late = "closed by the peer with " + code + " before its last word";
    return overLate(code == CloseCode.NORMAL || code == CloseCode.NONE, late);
  }

  /** The link is over; {@code inOrder}: as the service wished. It may have said all there is. */
  private Verdict overLate(boolean inOrder, String late) {
    if (verdict() != null || !terms.answers() || !endSaid || (wordless && !inOrder)) {
      return verdict();
    }
    return hearing.isFinished()
        ? whole(ServiceProgress.LAST_WORD)
        : inOrder || watch.isAllAnswered(sentSamples) ? withoutLastWord(late) : null;
  }

  private Verdict withoutLastWord(String late) {
    Verdict left = watch.withoutLastWord(late, sentSamples, openedNs);
    return left == null ? whole("its answers; " + late) : left;
  }

  @Override
  public Verdict onFailed(String reason) {
    guarded(() -> hearing.note(Reply.Kind.CLOSED, intake.position(), new JsonPrimitive(reason)));
    if (terms.answers()) {
      return overLate(false, reason + ", before its last word");
    }
    if (!closeSent) {
      return verdict();
    }
    return closesUnanswered < RawConversation.CLOSES_UNANSWERED_MAX
        ? Verdict.lost("the close was not answered: " + reason)
        : whole("its last pong; it answers no close");
  }

  /** Replies that can't be kept are not taken: the audio stays on the tape until they can. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (UncheckedIOException e) {
      verdict = Verdict.notKept(e);
    }
  }

  private Verdict whole(String how) {
    return progress.whole(rotates, intake.position(), how);
  }

  @Override
  public boolean work(Turn turn) {
    if (verdict() != null) {
      return false;
    }
    proof.at(turn.nowNs());
    pongs.look(bytes(sentSamples), turn.nowNs());
    if (!terms.acknowledges()) {
      proof.received(pongs.passedBytes() / rules.blockBytes());
    }
    boolean worked = false;
    if (state == State.GREETING && hearing.isReady()) {
      state = State.STREAMING;
      link.loading(false);
      pongs = PongEvidence.ofService(link); // While it loaded none was due.
    }
    if (state == State.STREAMING) {
      worked = stream(turn);
      confirm();
      endIfOver(turn);
    }
    if (state == State.ENDING) {
      worked |= silenceLeft > 0 && sendSilence(turn.nowNs());
      guarded(() -> awaitEnd(turn.nowNs()));
    }
    lookAtDeadlines(turn.nowNs());
    return worked;
  }

  private boolean stream(Turn turn) {
    boolean any = false;
    int sent = 0;
    while (turn.mayStream() && sent < Limits.SLICE_BYTES && !mouth.isBroken()) {
      if (stream.waiting() < rules.pieceBytes()) {
        if (rotates || !intake.take(turn.nowNs(), sentMessages)) {
          break;
        }
        any = true;
      } else if (maySay(turn.nowNs())) {
        byte[] piece = stream.next(rules.pieceBytes());
        say(piece, turn.nowNs());
        sent += piece.length;
        rotates |= rules.rotates(turn.nowNs() - openedNs, piece);
      } else {
        break;
      }
    }
    return any || sent > 0;
  }

  /** {@return whether a piece may go now: there is room for it, and its time has come} */
  private boolean maySay(long nowNs) {
    boolean room = link.queuedBytes() + 2L * rules.pieceBytes() <= Limits.QUEUED_BYTES_MAX;
    return hearing.mayAnswer(sentMessages, rules.unansweredMax())
        && room
        && pace.allows(rules.pieceSamples(), nowNs);
  }

  private void say(byte[] piece, long nowNs) {
    transfer.sent().reach(intake.position());
    talk.audio(piece, 0, piece.length);
    long samples = piece.length / rules.blockBytes();
    pace.sent(samples);
    sentSamples += samples;
    sentMessages++;
    proof.sent(sentSamples, rules.isQuiet(piece));
    saidNs = nowNs;
    spokeNs = nowNs;
  }

  private void confirm() {
    progress.settled(bytes(proof.settled()));
    stream.forget(bytes(talk.resumes() ? proof.received() : sentSamples));
  }

  private long bytes(long samples) {
    return samples * rules.blockBytes();
  }

  private void endIfOver(Turn turn) {
    boolean last = transfer.cursor().atEnd() || transfer.cursor().isAtDamage();
    boolean over = (last || turn.draining()) && transfer.cursor().peek() == null;
    if ((!rotates && !over) || stream.waiting() >= rules.pieceBytes() || !maySay(turn.nowNs())) {
      return; // Of a gap up to two seconds may wait, which keep to the pace like all else.
    }
    stream.finish();
    while (stream.waiting() > 0) {
      say(rules.padded(stream.next(Math.min(stream.waiting(), rules.pieceBytes()))), turn.nowNs());
    }
    state = State.ENDING;
    endingNs = turn.nowNs();
    silenceLeft = rules.silenceBytes();
  }

  private boolean sendSilence(long nowNs) {
    if (!maySay(nowNs)) {
      return false;
    }
    say(rules.silence(), nowNs);
    silenceLeft -= rules.pieceBytes();
    endingNs = nowNs;
    return true;
  }

  private void awaitEnd(long nowNs) {
    if (silenceLeft > 0) {
      return;
    }
    boolean allSettled = transfer.window().isEmpty();
    if (!endSaid && (allSettled || watch.isEnough(rules.lingerNs(), nowNs, heardNs, endingNs))) {
      endSaid = true;
      endingNs = nowNs;
      talk.finish();
      wordless = hearing.isFinished(); // It has no last word: a pong has to do.
    }
    long lastNs = Math.max(endingNs, proof.movedNs());
    boolean passed = !wordless || pongs.passedBytes() >= bytes(sentSamples);
    if (hearing.isFinished() && passed && !closeSent) {
      closeSent = true;
      link.close(CloseCode.NORMAL, "");
      verdict = terms.answers() ? whole(ServiceProgress.LAST_WORD) : null;
    } else if (endSaid) {
      onNoLastWord(nowNs - lastNs);
    }
  }

  private void onNoLastWord(long waitedNs) {
    boolean silent = !terms.answers() || wordless;
    if (waitedNs <= watch.lastWordNsMax(silent, sentSamples)) {
      return;
    }
    String late = "the service's last word did not come";
    link.close(CloseCode.NORMAL, "");
    verdict = silent ? Verdict.lost(late) : withoutLastWord(late);
  }

  private void lookAtDeadlines(long nowNs) {
    if (state == State.GREETING) {
      verdict = watch.unready(nowNs - openedNs);
    } else if ((wordless || terms.needsPongs()) && pongs.isOverdue(nowNs) && verdict() == null) {
      verdict = watch.unproven(pongs.overdue());
    }
    if (mouth.isGone(nowNs) && verdict() == null) {
      verdict = Verdict.lost("the connection broke");
    }
    if (state == State.STREAMING && verdict() == null) {
      boolean mayAnswer = hearing.mayAnswer(sentMessages, rules.unansweredMax());
      guarded(() -> verdict = watch.look(nowNs, mayAnswer ? 0 : saidNs));
    }
    if (rules.keepAliveNs() > 0 && nowNs - spokeNs > rules.keepAliveNs() && !endSaid) {
      spokeNs = nowNs;
      talk.idle();
    }
  }
}
