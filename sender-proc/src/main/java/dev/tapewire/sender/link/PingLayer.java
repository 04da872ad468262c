package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.Pings;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSink;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * Gives OkHttp's pings, which are empty, a payload, so that a pong that nobody asked for can be
 * told from an answer; below it are only TLS and TCP. OkHttp itself would take any pong for a sign
 * of life, and end the link two pings later; it is kept from that. Used by one writing and one
 * reading thread.
 */
final class PingLayer {
  private static final int FIN_PING = 0x89;
  private static final int PONG = 0xA;
  private static final int MASKED = 0x80;
  private static final int PAYLOAD_BYTES = 4;

  private PingLayer() {}

  /** {@return {@code below} with such pings} */
  static Socket around(Socket below, Pings pings, Inbound inbound) {
    return new LayerSocket(
        below, new In(below.getSource(), pings), new Out(below.getSink(), pings, inbound));
  }

  /** OkHttp writes each frame whole, its mask a random number: that becomes a ping's payload. */
  private static final class Out extends ForwardingSink {
    private static final int EMPTY_PING_BYTES = 6;

    private final Pings pings;
    private final Inbound inbound;
    private final FrameHead head = new FrameHead();

    Out(Sink below, Pings pings, Inbound inbound) {
      super(below);
      this.inbound = inbound;
      this.pings = pings;
    }

    @Override
    public void write(Buffer frames, long byteCount) throws IOException {
      long left = byteCount;
      while (left > 0) {
        if (head.isAtFrame()
            && left >= EMPTY_PING_BYTES
            && (frames.getByte(0) & 0xFF) == FIN_PING
            && (frames.getByte(1) & 0xFF) == MASKED) {
          writePing(frames);
          left -= EMPTY_PING_BYTES;
        } else {
          long taken = head.take(frames, 0, left);
          super.write(frames, taken);
          left -= taken;
        }
      }
    }

    private void writePing(Buffer frames) throws IOException {
      frames.skip(2);
      int mask = frames.readInt();
      inbound.pinging();
      pings.sent(mask);
      // The payload is the mask; masked by itself it is zero.
      Buffer ping = new Buffer();
      ping.writeByte(FIN_PING).writeByte(MASKED | PAYLOAD_BYTES).writeInt(mask).writeInt(0);
      super.write(ping, ping.size());
    }
  }

  /** Looks at what comes, and leaves all as it is. */
  private static final class In extends ForwardingSource {
    private final Pings pings;
    private final FrameHead head = new FrameHead();
    private int payload;

    In(Source below, Pings pings) {
      super(below);
      this.pings = pings;
    }

    @Override
    public long read(Buffer to, long byteCount) throws IOException {
      long count = super.read(to, byteCount);
      long at = to.size() - Math.max(0, count);
      while (at < to.size()) {
        boolean inPayload = head.isInPayload();
        long taken = head.take(to, at, to.size() - at);
        for (long i = 0; inPayload && head.opcode() == PONG && i < taken; i++) {
          payload = (payload << Byte.SIZE) | (to.getByte(at + i) & 0xFF);
        }
        at += taken;
        if (head.isAtFrame() && head.opcode() == PONG) {
          if (head.payloadBytes() == PAYLOAD_BYTES) {
            pings.came(payload);
          } else {
            pings.cameUnasked();
          }
        }
      }
      return count;
    }
  }
}
