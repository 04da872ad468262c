package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.wire.CloseCode;
import java.util.concurrent.TimeUnit;

/**
 * Exactly the PCM bytes over one link, to a peer that acknowledges nothing. The checkpoint stays a
 * margin behind what is proven to have passed the peer's parser; the peer's answer to our close is
 * the last evidence. Confined to the agent thread.
 */
final class RawConversation implements Conversation {
  /** The name of the profile in checkpoints. */
  static final String PROFILE = "raw";

  /** Audio before the proven place that is sent again after a broken link. */
  static final long MARGIN_NS = TimeUnit.SECONDS.toNanos(2);

  /** Messages before the proven place that are sent again after a broken link. */
  static final long MARGIN_MESSAGES = 64;

  /**
   * Closes that a peer may leave unanswered: it may have died, so the margin goes out again; but
   * some only cut the connection, and for them the pong before the close has to do.
   */
  static final int CLOSES_UNANSWERED_MAX = 2;

  /**
   * Audio that may be under way at the start. With four times more after the first pong, which
   * comes 2 s later, an outage of 30 s is made up for by then; a line of 2.25 times the audio's
   * rate carries it before the first ping would be given up.
   */
  private static final long WINDOW_FIRST_NS = TimeUnit.SECONDS.toNanos(9);

  /** Catching up, two pings are 2 s apart: 8 MiB/s. All of it may arrive twice. */
  static final long WINDOW_BYTES_MAX = 16L << 20;

  /** The same of a replay: 256 MiB/s, which no more than the wire limits. */
  private static final long REPLAY_BYTES_MAX = 512L << 20;

  private static final long WINDOW_BYTES_FIRST_LEAST = 256 * 1024;

  private final Transfer transfer;
  private final Link link;
  private final Evidence evidence;
  private final long marginSamples;
  private final int closesUnanswered;
  private final MessageBuffer message = new MessageBuffer();

  private State state = State.STREAMING;
  private Verdict verdict;
  private boolean closeSent;

  /** When to give up a link that takes no more, if no event says why; 0 while it does. */
  private long overNs;

  private long messages;
  private long seenPassedBytes;
  private long sentPosition;

  RawConversation(Transfer transfer, Link link, int closesUnanswered) {
    this.closesUnanswered = closesUnanswered;
    this.transfer = transfer;
    this.link = link;
    PcmFormat format = transfer.header().format();
    this.evidence = hasty(transfer) ? hastyPongs(link) : pongs(link, format);
    this.marginSamples = format.toSamples(MARGIN_NS);
    this.sentPosition = transfer.seek(transfer.ownStart());
  }

  /** A replay takes the network for quick until that has broken a link of it. */
  private static boolean hasty(Transfer transfer) {
    Plan plan = transfer.plan();
    return plan.replay() && transfer.sent().position() <= plan.firstPosition();
  }

  private static Evidence hastyPongs(Link link) {
    return new PongEvidence(link, REPLAY_BYTES_MAX, REPLAY_BYTES_MAX);
  }

  private static Evidence pongs(Link link, PcmFormat format) {
    long first = Math.max(WINDOW_BYTES_FIRST_LEAST, bytes(format, WINDOW_FIRST_NS));
    return new PongEvidence(link, first, Math.max(WINDOW_BYTES_MAX, first));
  }

  private static long bytes(PcmFormat format, long durationNs) {
    return format.bytes(format.toSamples(durationNs));
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
    return Guarantee.EVIDENCE_ONLY;
  }

  @Override
  public long sentPosition() {
    return sentPosition;
  }

  @Override
  public void onText(String text, long nowNs) {
    // What a plain server says back is passed over.
  }

  @Override
  public void onBinary(int bytes, long nowNs) {
    // What a plain server says back is passed over.
  }

  @Override
  public Verdict onClosed(int code, String reason) {
    // Any other code is a close of the peer's own, which crossed ours and answers nothing.
    if (!closeSent || (code != CloseCode.NORMAL && code != CloseCode.NONE)) {
      return null;
    }
    return whole("the peer's answer to the close");
  }

  @Override
  public Verdict onFailed(String reason) {
    if (!closeSent) {
      return null;
    }
    return closesUnanswered < CLOSES_UNANSWERED_MAX
        ? Verdict.lost("the close was not answered: " + reason)
        : whole("its last pong; it answers no close");
  }

  private Verdict whole(String evidence) {
    boolean ended = transfer.cursor().atEnd();
    confirm(transfer.cursor().next(), sentPosition, ended);
    return new Verdict(ended ? Verdict.Kind.COMPLETE : Verdict.Kind.SETTLED, evidence);
  }

  @Override
  public boolean work(Turn turn) {
    if (overNs != 0 && turn.nowNs() - overNs > 0) {
      verdict = Verdict.lost("the connection broke");
    }
    if (closeSent || overNs != 0) {
      return false;
    }
    evidence.look(transfer.window().bytesHanded(), turn.nowNs());
    if (evidence.passedBytes() > seenPassedBytes) {
      seenPassedBytes = evidence.passedBytes();
      confirmBehind(transfer.window().numberWithin(seenPassedBytes));
    }
    if (evidence.isOverdue(turn.nowNs())) {
      verdict = Verdict.lost(evidence.overdue());
      return false;
    }
    int sent = stream(turn);
    boolean more = transfer.cursor().peek() != null;
    boolean last = transfer.cursor().atEnd() || transfer.cursor().isAtDamage();
    boolean over = last || turn.draining();
    if (overNs == 0 && over && !more) {
      state = State.ENDING;
      // A ping after our close would break the link, so the close waits for the pong that leaves
      // the peer most time to answer: the one that proves the rest.
      if (allPassed()) {
        link.close(CloseCode.NORMAL, "done");
        closeSent = true;
      }
    }
    return sent > 0;
  }

  private boolean allPassed() {
    return evidence.passedBytes() >= transfer.window().bytesHanded();
  }

  private int stream(Turn turn) {
    int sent = 0;
    while (turn.mayStream() && sent < Limits.SLICE_BYTES && hasRoom()) {
      int length = fill(turn.nowNs());
      if (length == 0) {
        break;
      }
      sent += length;
      transfer.sent().reach(sentPosition);
      if (!link.sendBinary(message.bytes(), 0, length)) {
        overNs = turn.nowNs() + Limits.ACK_NS_MAX;
        break;
      }
    }
    return sent;
  }

  private boolean hasRoom() {
    long underWay = transfer.window().bytesHanded() - evidence.passedBytes();
    return !transfer.window().isFull()
        && underWay < evidence.windowBytes()
        && link.queuedBytes() + Limits.MESSAGE_BYTES_MAX_LEAST <= Limits.QUEUED_BYTES_MAX;
  }

  /** Makes a message of the next frame, or of several. {@return its length; 0: there is none} */
  private int fill(long nowNs) {
    SendWindow window = transfer.window();
    int length = 0;
    RecordView record = transfer.cursor().peek();
    while (record != null
        && !window.isFull()
        && (length == 0 || length + pcmLength(record) <= transfer.plan().joinBytesMax())
        && transfer.pacing().due(record.endPosition(), nowNs)) {
      int pcm = pcmLength(record);
      if (pcm > 0) {
        message.put(length, record.bytes(), record.framePcmOffset(), pcm);
        messages += length == 0 ? 1 : 0;
        length += pcm;
      }
      window.add(SendWindow.Entry.of(record, window.bytesHanded() + pcm, messages, ""));
      sentPosition = record.endPosition();
      transfer.cursor().take();
      boolean full = length + pcm > transfer.plan().joinBytesMax();
      record = full ? null : transfer.cursor().peek(); // Sent first, then looked for more.
    }
    return length;
  }

  private static int pcmLength(RecordView record) {
    return record.is(RecordKind.FRAME) ? record.framePcmLength() : 0;
  }

  private void confirmBehind(long proven) {
    SendWindow window = transfer.window();
    long next = proven;
    if (next == window.from()) {
      return;
    }
    SendWindow.Entry last = window.get(proven - 1);
    while (next > window.from() && !isBehind(window.get(next - 1), last)) {
      next--;
    }
    if (next > window.from()) {
      confirm(next, window.get(next - 1).endPosition(), false);
      window.confirm(next);
    }
  }

  private boolean isBehind(SendWindow.Entry entry, SendWindow.Entry last) {
    return last.endPosition() - entry.endPosition() >= marginSamples
        && last.message() - entry.message() >= MARGIN_MESSAGES;
  }

  private void confirm(long next, long position, boolean complete) {
    transfer
        .progress()
        .move(
            new Checkpoint(
                transfer.incarnationBelow(next),
                next,
                position,
                Checkpoint.START.digest(),
                PROFILE,
                complete));
  }
}
