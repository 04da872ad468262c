package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.CloseCode;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One session on its way to one destination, over as many links as it takes. A state machine that
 * owns no thread, socket, file or clock: {@link #work} is called again and again with the time,
 * {@link #onEvent} with what happened to its links. Confined to the agent thread.
 */
public final class Delivery implements AutoCloseable {
  private final Transfer transfer;
  private final LinkFactory links;
  private final ProfileChoice profile;
  private final OldestWaiting waiting;
  private final Retry retry;
  private final DeliveryLog log;
  private final Attempts attempts;

  private State state = State.WAITING;
  private int closesUnanswered;
  private boolean draining;
  private boolean held;
  private TapeFaultException fault;
  private Link link; // Null while there is none; what is said over it, before it is open.
  private Conversation conversation;

  /**
   * Makes a delivery that connects at its first {@link #work}.
   *
   * @param name for the log: the session and to whom
   * @param sent where earlier processes left it
   */
  public Delivery(DeliveryParts parts, String name, SentMark sent, Log log) {
    TapeReader tape = parts.tape();
    this.transfer =
        new Transfer(
            parts.plan(),
            tape.header(),
            tape,
            new TapeCursor(tape, parts.plan().until()),
            parts.plan().window(),
            new Progress(parts.store()),
            parts.pacing(),
            sent);
    this.waiting = new OldestWaiting(transfer);
    this.links = parts.links();
    this.profile = new ProfileChoice(parts, checkpoint().profile());
    this.log = new DeliveryLog(log, name, tape.header().format(), parts.plan().toldFrom());
    this.retry = new Retry(this.log, profile.pauseNsMax(), parts.random());
    this.attempts = new Attempts(checkpoint(), parts);
    sent.reach(checkpoint().position());
    if (checkpoint().complete()) {
      state = State.DONE;
    }
  }

  /**
   * Says whether more may be recorded: while {@code draining}, the end is where everything that is
   * on the tape is confirmed.
   */
  public void drain(boolean draining) {
    if (draining && !this.draining) {
      retry.hasten();
    }
    this.draining = draining;
    transfer.cursor().last(draining);
  }

  /** While {@code bounded}, goes no further than where the tape ended when that was said first. */
  public void bound(boolean bounded) {
    transfer.cursor().bound(bounded);
  }

  /** Sends no records while {@code held}, so that others go first. */
  public void hold(boolean held) {
    this.held = held;
  }

  /** Takes what happened to a link; what comes of a dead one is dropped. */
  public void onEvent(LinkEvent event, long nowNs) {
    if (link == null || event.link() != attempts.number()) {
      return;
    }
    guarded(
        () -> {
          if (event instanceof LinkEvent.Opened opened) {
            onOpened(opened, nowNs);
          } else if (event instanceof LinkEvent.Text text && conversation != null) {
            conversation.onText(text.text(), nowNs);
          } else if (event instanceof LinkEvent.Binary binary && conversation != null) {
            conversation.onBinary(binary.bytes(), nowNs);
          } else if (event instanceof LinkEvent.Closed closed) {
            onClosed(closed, nowNs);
          } else if (event instanceof LinkEvent.Failed failed) {
            onFailed(failed, nowNs);
          }
          afterConversation(nowNs);
          return true;
        });
  }

  /** Does what there is to do now. {@return whether there was anything} */
  public boolean work(long nowNs) {
    transfer.cursor().refresh();
    log.notice(transfer.cursor().waitsBefore());
    return guarded(() -> step(nowNs));
  }

  private boolean step(long nowNs) {
    return switch (state) {
      case DONE, FAILED -> false;
      case WAITING ->
          retry.isDue(nowNs) && profile.mayTry(nowNs, waiting, draining) && connect(nowNs);
      case CONNECTING -> {
        if (attempts.isUnanswered(nowNs)) {
          lose(attempts.unanswered(), nowNs);
        }
        yield false;
      }
      default -> {
        boolean worked = conversation.work(new Turn(nowNs, !held, draining));
        yield afterConversation(nowNs) || worked;
      }
    };
  }

  private boolean guarded(BooleanSupplier step) {
    try {
      return step.getAsBoolean();
    } catch (TapeFaultException e) {
      dropLink(State.FAILED);
      fault = e;
      log.failed(failure());
      return false;
    }
  }

  private boolean connect(long nowNs) {
    state = State.CONNECTING;
    link = links.open(profile.request(attempts.begin(nowNs), nowNs));
    return true;
  }

  private void onOpened(LinkEvent.Opened opened, long nowNs) {
    if (conversation != null) {
      return;
    }
    if (profile.offersTapewire() && !profile.accepts(opened.subprotocol())) {
      link.close(CloseCode.NORMAL, "");
      notOurs("the server does not select the subprotocol tapewire.v1", true, nowNs);
      return;
    }
    conversation = profile.converse(transfer, link, closesUnanswered, nowNs);
    attempts.opened(sentPosition() > checkpoint().position(), nowNs);
    log.opened(conversation, sentPosition());
  }

  private void onClosed(LinkEvent.Closed closed, long nowNs) {
    Verdict verdict =
        conversation == null ? null : conversation.onClosed(closed.code(), closed.reason());
    link = null; // It answers the close by itself; a cancel would cut that short.
    conclude(verdict == null ? Verdict.of(closed) : verdict, nowNs);
  }

  private void onFailed(LinkEvent.Failed failed, long nowNs) {
    Verdict verdict = conversation == null ? null : conversation.onFailed(failed.reason());
    if (verdict != null) {
      closesUnanswered++;
      conclude(verdict, nowNs);
    } else if (conversation == null && failed.httpStatus() != 0 && profile.forgetsSession()) {
      retry.now(); // The session is gone; a new one may do.
      leaveLink(State.WAITING);
    } else if (conversation == null && profile.refusesOffer(failed.httpStatus())) {
      notOurs(failed.reason(), true, nowNs);
    } else {
      retry.heed(failed, nowNs);
      conclude(profile.verdict(failed), nowNs);
    }
  }

  /** Looks at what the conversation came to. {@return whether it ended} */
  private boolean afterConversation(long nowNs) {
    if (conversation == null) {
      return false;
    }
    state = conversation.state();
    log.notice(conversation.takeNotice());
    transfer.sent().reach(conversation.sentPosition());
    noteProgress(nowNs);
    Verdict verdict = conversation.verdict();
    Optional.ofNullable(verdict).ifPresent(last -> conclude(last, nowNs));
    return verdict != null;
  }

  private void noteProgress(long nowNs) {
    if (state == State.GREETING) {
      return;
    }
    if (conversation.guarantee() == Guarantee.EXACTLY_ONCE) {
      profile.greeted();
    }
    boolean advanced = attempts.look(checkpoint(), nowNs);
    if (state == State.STREAMING || state == State.ENDING) {
      retry.streaming(advanced, nowNs - attempts.sinceNs(), nowNs);
    }
  }

  private void conclude(Verdict verdict, long nowNs) {
    switch (verdict.kind()) {
      case LOST -> lose(verdict.reason(), nowNs);
      case NOT_OURS -> notOurs(verdict.reason(), false, nowNs);
      case NEXT -> {
        profile.full();
        retry.now();
        leaveLink(State.WAITING);
        log.next(verdict, checkpoint());
      }
      case LATER -> {
        retry.later(verdict.reason(), nowNs);
        dropLink(State.WAITING);
      }
      case REFUSED -> {
        retry.refused(verdict.reason(), nowNs);
        Optional.ofNullable(link).ifPresent(l -> l.close(CloseCode.NORMAL, "")); // It costs.
        leaveLink(State.WAITING);
      }
      case COMPLETE, SETTLED -> {
        leaveLink(State.DONE);
        transfer.cursor().requireWhole();
        log.done(verdict, checkpoint());
      }
    }
  }

  private void lose(String reason, long nowNs) {
    profile.lost(conversation, nowNs);
    boolean owed = state != State.STREAMING || !transfer.window().isEmpty();
    if (conversation != null && owed && !attempts.advanced()) {
      retry.lostInVain(reason, nowNs);
    } else {
      retry.lost(reason, state == State.CONNECTING ? attempts.sinceNs() : nowNs, nowNs);
    }
    dropLink(State.WAITING);
  }

  /** The peer is none of ours; {@code sure}: it said so itself. */
  private void notOurs(String reason, boolean sure, long nowNs) {
    if (profile.fallsBack()) {
      log.fallsBack(reason);
      retry.now();
      leaveLink(State.WAITING);
    } else if (sure && profile.insists()) {
      retry.refused(reason, nowNs);
      leaveLink(State.WAITING);
    } else {
      lose(reason, nowNs);
    }
  }

  private void dropLink(State to) {
    Optional.ofNullable(link).ifPresent(Link::cancel);
    leaveLink(to);
  }

  /** Leaves a link to itself: it is dead, or it is about to send our close. */
  private void leaveLink(State to) {
    Optional.ofNullable(conversation).ifPresent(last -> log.notice(last.takeNotice()));
    state = to;
    link = null;
    conversation = null;
    waiting.restart();
  }

  /** Lets the link go, if there is one; the checkpoint is safe at any time. */
  @Override
  public void close() {
    if (conversation == null || !conversation.leave()) {
      dropLink(state);
    }
    transfer.tape().close();
  }

  /** {@return where it stands} */
  public State state() {
    return state;
  }

  /** {@return how it stands, as told to people} */
  public LinkState linkState() {
    return state.told(draining, checkpoint().complete());
  }

  /** {@return what a confirmation is worth, as far as is known now} */
  public Guarantee guarantee() {
    return conversation != null ? conversation.guarantee() : profile.expected();
  }

  /** {@return how far the destination has confirmed} */
  public Checkpoint checkpoint() {
    return transfer.progress().checkpoint();
  }

  /** {@return the position up to which samples were ever handed to a link} */
  public long sentPosition() {
    return transfer.sent().position();
  }

  /** {@return when something new was confirmed; MIN_VALUE: never} */
  public long confirmedNs() {
    return attempts.advancedNs();
  }

  /** {@return when the oldest frame not confirmed was captured, monotonic ns; 0: there is none} */
  public long oldestUnconfirmedNs() {
    long inWindowNs = transfer.window().oldestCapturedNs();
    if (inWindowNs != 0 || state == State.DONE || state == State.FAILED) {
      return inWindowNs;
    } else if (conversation == null) {
      return guarded(waiting::look) ? waiting.capturedNs() : 0;
    } else if (state == State.GREETING || state == State.RESUMING) {
      return waiting.capturedNs(); // The cursor is the conversation's now.
    }
    RecordView next = hasUnsent() ? transfer.cursor().peek() : null;
    return next != null && next.is(RecordKind.FRAME) ? next.frameCapturedNs() : 0;
  }

  /** {@return whether all that was on the tape at the last {@link #work} was taken} */
  public boolean isDry() {
    return conversation != null && transfer.cursor().isDry();
  }

  /** {@return whether audio at hand waits for the network, the pace, or other deliveries} */
  public boolean isHeldUp() {
    return conversation != null
        && (transfer.cursor().isHolding()
            || conversation.isHeldUp()
            || link.queuedBytes() > Limits.SLICE_BYTES);
  }

  /** {@return whether records wait on the tape that the link would take: a pace holds none up} */
  public boolean hasUnsent() {
    transfer.cursor().refresh();
    boolean paced = conversation != null && conversation.isHeldUp() && link.queuedBytes() == 0;
    return state == State.STREAMING && !paced && transfer.cursor().peek() != null;
  }

  /** {@return whether what comes next is a gap: a pace waits as long as it was} */
  public boolean isAtGap() {
    RecordView next = state == State.STREAMING ? transfer.cursor().peek() : null;
    return next != null && next.is(RecordKind.GAP);
  }

  /** {@return the answer that can't be expected to get better, or null} */
  public String refusal() {
    String refusal = retry.refusal();
    return refusal == null && state == State.WAITING ? profile.keyRefusal() : refusal;
  }

  /** {@return what broke the last link, or null if there is a good one} */
  public String trouble() {
    return retry.trouble();
  }

  /** {@return why the delivery can't go on, or null} */
  public String failure() {
    return fault == null ? null : "the tape is damaged: " + fault.getMessage();
  }

  /** {@return the damage of the tape that ended it, or null} */
  public TapeFaultException fault() {
    return fault;
  }

  /** {@return what its session begins with} */
  public SessionHeader header() {
    return transfer.header();
  }

  /** {@return links opened} */
  public long connects() {
    return attempts.number();
  }

  /** {@return links that began with frames sent and not confirmed, since the last call} */
  public long takeResumesWithWindow() {
    return attempts.takeResumesWithWindow();
  }
}
