package dev.tapewire.sender.link;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import okio.ForwardingSink;
import okio.Sink;
import okio.Socket;
import okio.Source;
import okio.Timeout;

/**
 * Bounds what comes before OkHttp puts it together in memory: a message that would be too long is
 * never begun, and OkHttp is given a close with 1009 in its place, which it answers. Pings beyond
 * what we can answer are passed over. Used by one writing and one reading thread.
 */
final class InboundLayer {
  private static final int CONTINUATION = 0x0;
  private static final int BINARY = 0x2;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int FIN_CLOSE = 0x88;
  private static final int TOO_LARGE = 1009;

  /** Behind what was too long all is passed over for so long, so that our close arrives. */
  private static final long LAST_MS_MAX = 1000;

  private static final int SLICE_BYTES = 64 * 1024;

  private InboundLayer() {}

  /** {@return {@code below}, of which no more comes than {@code inbound} takes} */
  static Socket around(Socket below, Inbound inbound) {
    return new LayerSocket(
        below, new In(below.getSource(), inbound), new Out(below.getSink(), inbound));
  }

  /** Hands on a frame's head when it is whole and what it announces may come. */
  private static final class In implements Source {
    private final Source below;
    private final Inbound inbound;
    private final FrameHead head = new FrameHead();
    private final Buffer heads = new Buffer();
    private final Buffer passedOver = new Buffer();
    private long payloadLeft;
    private boolean passesOver;
    private boolean over;

    In(Source below, Inbound inbound) {
      this.below = below;
      this.inbound = inbound;
    }

    @Override
    public long read(Buffer to, long byteCount) throws IOException {
      while (true) {
        if (heads.size() > 0 && (payloadLeft >= 0 || over)) {
          return heads.read(to, byteCount);
        }
        if (over) {
          return -1;
        }
        if (payloadLeft > 0) {
          long count = below.read(passesOver ? passedOver : to, Math.min(byteCount, payloadLeft));
          if (count < 0) {
            return count;
          }
          inbound.heard();
          payloadLeft -= count;
          passedOver.clear();
          if (!passesOver) {
            return count;
          }
        } else if (!readHead()) {
          return -1;
        }
      }
    }

    /** Takes the head of the next frame. {@return false at the end of the stream} */
    private boolean readHead() throws IOException {
      if (isData() && head.isFinal()) {
        inbound.whole();
      }
      Buffer octet = new Buffer();
      do {
        if (below.read(octet, 1) < 0) {
          return false;
        }
        inbound.heard();
        head.take(octet, 0, 1);
        heads.write(octet, 1);
      } while (!head.isInPayload() && !head.isAtFrame());
      payloadLeft = head.payloadBytes();
      head.skipPayload();
      judge();
      return true;
    }

    private void judge() {
      passesOver = head.opcode() == PING && !inbound.answers();
      if (passesOver) {
        heads.clear();
      } else if (isData() && !inbound.takes(payloadLeft)) {
        over = true;
        heads.clear();
        heads.writeByte(FIN_CLOSE).writeByte(Short.BYTES).writeShort(TOO_LARGE);
      }
    }

    private boolean isData() {
      return head.opcode() >= CONTINUATION && head.opcode() <= BINARY;
    }

    @Override
    public Timeout timeout() {
      return below.timeout();
    }

    @Override
    public void close() throws IOException {
      inbound.whole();
      try {
        if (over) {
          passOver();
        }
      } finally {
        below.close();
      }
    }

    /** A connection that is cut with bytes unread takes our close with it. */
    private void passOver() {
      try {
        below.timeout().deadline(LAST_MS_MAX, TimeUnit.MILLISECONDS);
        while (below.read(passedOver, SLICE_BYTES) > 0) {
          passedOver.clear();
        }
      } catch (IOException e) {
        passedOver.clear(); // It has gone, or its time is up: either will do.
      }
    }
  }

  /** Counts our pongs. */
  private static final class Out extends ForwardingSink {
    private final Inbound inbound;
    private final FrameHead head = new FrameHead();

    Out(Sink below, Inbound inbound) {
      super(below);
      this.inbound = inbound;
    }

    @Override
    public void write(Buffer frames, long byteCount) throws IOException {
      for (long at = 0; at < byteCount; ) {
        at += head.take(frames, at, byteCount - at);
        if (head.isAtFrame() && head.opcode() == PONG) {
          inbound.answered();
        }
      }
      super.write(frames, byteCount);
    }
  }
}
