package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.common.wire.WireException;

/**
 * The sender's side of tapewire.v1 over one link: hello, resume, records against acknowledgements,
 * end. docs/protocol.md is what it speaks. Confined to the agent thread.
 */
final class TapewireConversation implements Conversation {
  /** The name of the profile in checkpoints. */
  static final String PROFILE = "tapewire";

  private final Transfer transfer;
  private final Link link;
  private final RecordDigest digest = new RecordDigest();
  private final MessageBuffer message = new MessageBuffer();

  private State state = State.GREETING;
  private Verdict verdict;

  /** The link takes no more; the event that says why is on its way. */
  private boolean over;

  private Guarantee guarantee = Guarantee.UNKNOWN;
  private long deadlineNs;
  private long messageBytesMax = Limits.MESSAGE_BYTES_MAX;
  private long messages;

  /** Null but while the digest is brought to where the receiver wants to go on. */
  private DigestWalk walk;

  private Control.Welcome welcome;
  private int rewinds;
  private long sentPosition;

  TapewireConversation(Transfer transfer, Link link, long nowNs) {
    this.transfer = transfer;
    this.link = link;
    this.deadlineNs = nowNs + Limits.GREETING_NS_MAX;
    this.sentPosition = transfer.progress().checkpoint().position();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Verdict verdict() {
    return verdict;
  }

  @Override
  public Guarantee guarantee() {
    return guarantee;
  }

  @Override
  public long sentPosition() {
    return sentPosition;
  }

  private boolean caughtUp() {
    return state == State.STREAMING
        && transfer.window().isEmpty()
        && transfer.cursor().peek() == null;
  }

  @Override
  public void onText(String text, long nowNs) {
    if (text.length() > ControlCodec.TEXT_CHARS_MAX) {
      end(CloseCode.TOO_LARGE, "a control message of " + text.length() + " characters");
      return;
    }
    Control control;
    try {
      control = ControlCodec.decode(text);
    } catch (WireException e) {
      refuse("the server says what tapewire.v1 has not: " + e.getMessage());
      return;
    }
    if (control instanceof Control.Greeting greeting && state == State.GREETING) {
      onGreeting(greeting, nowNs);
    } else if (control instanceof Control.Welcome said && state == State.RESUMING && walk == null) {
      onWelcome(said, nowNs);
    } else if (control instanceof Control.Ack ack && inStream()) {
      onAck(ack, nowNs);
    } else if (control instanceof Control.Complete complete && state == State.ENDING) {
      onComplete(complete);
    } else if (control instanceof Control.Ack ack && repeatsWelcome(ack)) {
      return; // By a timer, say: when we are done with a welcome, nobody there can know.
    } else if (control != null) {
      refuse(
          control.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " in " + state);
    }
  }

  @Override
  public void onBinary(int bytes, long nowNs) {
    refuse("a binary message of " + bytes + " bytes from the receiver");
  }

  @Override
  public Verdict onClosed(int code, String reason) {
    return null;
  }

  @Override
  public Verdict onFailed(String reason) {
    return null;
  }

  @Override
  public boolean work(Turn turn) {
    if (over) {
      return awaited(turn, Verdict.Kind.LOST, "the connection broke");
    }
    return switch (state) {
      case GREETING -> awaited(turn, Verdict.Kind.NOT_OURS, "no greeting within 3 s");
      case RESUMING ->
          walk != null
              ? walkOn(turn.nowNs())
              : awaited(turn, Verdict.Kind.LOST, "no welcome within 10 s");
      case STREAMING, ENDING -> stream(turn);
      default -> false;
    };
  }

  private boolean repeatsWelcome(Control.Ack ack) {
    return state == State.RESUMING && welcome != null && ack.next() == welcome.next();
  }

  private boolean inStream() {
    return state == State.STREAMING || state == State.ENDING;
  }

  private boolean awaited(Turn turn, Verdict.Kind otherwise, String reason) {
    if (turn.nowNs() - deadlineNs > 0) {
      verdict = new Verdict(otherwise, reason);
    }
    return false;
  }

  private void onGreeting(Control.Greeting greeting, long nowNs) {
    if (greeting.messageBytesMax() < Limits.MESSAGE_BYTES_MAX_LEAST) {
      refuse("message_bytes_max " + greeting.messageBytesMax() + " is below the least, 131072");
      return;
    }
    messageBytesMax = Math.min(Limits.MESSAGE_BYTES_MAX, greeting.messageBytesMax());
    PcmFormat format = transfer.header().format();
    say(
        new Control.Hello(
            transfer.header().session(),
            transfer.plan().delivery(),
            format.sampleRateHz(),
            format.channels(),
            format.encoding().label(),
            transfer.plan().first(),
            transfer.plan().firstPosition()));
    state = State.RESUMING;
    deadlineNs = nowNs + Limits.WELCOME_NS_MAX;
  }

  private void onWelcome(Control.Welcome said, long nowNs) {
    StartingPoint start;
    if (said.keepsState()) {
      guarantee = Guarantee.EXACTLY_ONCE;
      start =
          StartingPoint.check(
              transfer.tape(), said.incarnation(), said.next(), transfer.plan().first());
    } else {
      guarantee = Guarantee.AT_LEAST_ONCE;
      start = new StartingPoint(true, transfer.ownStart().next());
    }
    long needed = start.stands() ? DigestWalk.start(start.next(), transfer) : start.next();
    long oldest = transfer.tape().firstNumber();
    if (needed < oldest && oldest > transfer.plan().first()) {
      refuse(
          "the receiver has lost what it confirmed: it goes on from record "
              + said.next()
              + ", and the tape begins at "
              + oldest
              + " since that was dropped as delivered; `tapewire replay` sends what is left");
      return;
    }
    if (!start.stands()) {
      rewind(said, start, nowNs);
      return;
    }
    welcome = said;
    walk = DigestWalk.to(start.next(), transfer, digest);
  }

  private void rewind(Control.Welcome said, StartingPoint start, long nowNs) {
    if (said.equals(welcome) || ++rewinds > Limits.REWINDS_MAX) {
      refuse("welcome to record " + said.next() + " again after rewind");
      return;
    }
    welcome = said;
    say(start.rewind(said.incarnation()));
    deadlineNs = nowNs + Limits.WELCOME_NS_MAX;
  }

  private boolean walkOn(long nowNs) {
    walk.work();
    if (!walk.arrived()) {
      return true;
    }
    long next = transfer.cursor().next();
    if (welcome.keepsState() && !welcome.digest().equals(digest.hex())) {
      end(CloseCode.DIGEST_MISMATCH, "digests differ below record " + next);
      return true;
    }
    sentPosition = walk.position();
    walk = null;
    transfer.window().restart(next);
    if (welcome.keepsState()) {
      confirm(next, sentPosition, digest.hex(), false);
    }
    state = State.STREAMING;
    deadlineNs = nowNs + Limits.ACK_NS_MAX;
    return true;
  }

  private void onAck(Control.Ack ack, long nowNs) {
    SendWindow window = transfer.window();
    if (ack.next() < window.from() || ack.next() > window.next()) {
      refuse(
          "ack of "
              + ack.next()
              + " is not in what is sent and not acknowledged, "
              + window.from()
              + ".."
              + window.next());
      return;
    }
    if (ack.next() > window.from()) {
      SendWindow.Entry last = window.get(ack.next() - 1);
      confirm(ack.next(), last.endPosition(), last.digest(), false);
      window.confirm(ack.next());
      deadlineNs = nowNs + Limits.ACK_NS_MAX;
    }
  }

  private void onComplete(Control.Complete complete) {
    long next = transfer.cursor().next();
    if (!complete.digest().equals(digest.hex())) {
      end(CloseCode.DIGEST_MISMATCH, "digests differ at the end, record " + next);
      return;
    }
    confirm(next, sentPosition, digest.hex(), true);
    transfer.window().confirm(next);
    link.close(CloseCode.NORMAL, "done");
    verdict = new Verdict(Verdict.Kind.COMPLETE, "digest " + digest.hex());
  }

  private void confirm(long next, long position, String chain, boolean complete) {
    transfer
        .progress()
        .move(
            new Checkpoint(
                transfer.incarnationBelow(next), next, position, chain, PROFILE, complete));
  }

  private boolean stream(Turn turn) {
    int sent = 0;
    while (turn.mayStream() && sent < Limits.SLICE_BYTES && hasRoom()) {
      int length = fill(turn.nowNs());
      if (length == 0) {
        break;
      }
      sent += length;
      if (!link.sendBinary(message.bytes(), 0, length)) {
        over = true;
        return true;
      }
    }
    if (state == State.STREAMING) {
      finishIfAllIsSent(turn);
    }
    boolean due = state == State.ENDING || !transfer.window().isEmpty();
    if (due && verdict == null && turn.nowNs() - deadlineNs > 0) {
      verdict = Verdict.lost("nothing acknowledged for 10 s");
    }
    return sent > 0;
  }

  private void finishIfAllIsSent(Turn turn) {
    if (transfer.cursor().atEnd()) {
      say(new Control.End(transfer.cursor().next(), digest.hex()));
      state = State.ENDING;
      deadlineNs = turn.nowNs() + Limits.ACK_NS_MAX;
    } else if (caughtUp() && (turn.draining() || transfer.cursor().isAtDamage())) {
      link.close(CloseCode.NORMAL, "stopping");
      verdict = new Verdict(Verdict.Kind.SETTLED, "acknowledgements");
    }
  }

  private boolean hasRoom() {
    SendWindow window = transfer.window();
    return !window.isFull()
        && window.bytes() + Limits.MESSAGE_BYTES_MAX_LEAST <= Limits.WINDOW_BYTES_MAX
        && link.queuedBytes() + Limits.MESSAGE_BYTES_MAX_LEAST <= Limits.QUEUED_BYTES_MAX;
  }

  /** Joins records that are there into one message. {@return its length; 0: there is none} */
  private int fill(long nowNs) {
    SendWindow window = transfer.window();
    int length = 0;
    RecordView record = transfer.cursor().peek();
    while (record != null
        && !window.isFull()
        && (length == 0 || length + record.length() <= messageBytesMax)
        && transfer.pacing().due(record.endPosition(), nowNs)) {
      if (window.isEmpty()) {
        deadlineNs = nowNs + Limits.ACK_NS_MAX;
      }
      message.put(length, record.bytes(), record.offset(), record.length());
      length += record.length();
      digest.update(record.bytes(), record.offset(), record.length());
      window.add(entry(record));
      sentPosition = record.endPosition();
      transfer.cursor().take();
      record = transfer.cursor().peek();
    }
    messages += length > 0 ? 1 : 0;
    return length;
  }

  private SendWindow.Entry entry(RecordView record) {
    return SendWindow.Entry.of(
        record, transfer.window().bytesHanded() + record.length(), messages, digest.hex());
  }

  private void say(Control control) {
    over |= !link.sendText(ControlCodec.encode(control));
  }

  private void refuse(String reason) {
    end(CloseCode.BAD_MESSAGE, reason);
  }

  private void end(int code, String reason) {
    link.close(code, reason);
    verdict = Verdict.refused(reason);
  }
}
