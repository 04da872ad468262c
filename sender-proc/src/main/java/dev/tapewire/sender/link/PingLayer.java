package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.Pings;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okio.Buffer;
import okio.ForwardingSink;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * Gives OkHttp's pings, which are empty, a payload, so that a pong that nobody asked for can be
 * told from an answer; below it are only TLS and TCP. OkHttp itself takes any pong for a sign of
 * life. Used by one writing and one reading thread.
 */
final class PingLayer implements Socket {
  private static final int FIN_PING = 0x89;
  private static final int PONG = 0xA;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int PAYLOAD_BYTES = 4;

  private final Socket below;
  private final Sink sink;
  private final Source source;

  PingLayer(Socket below, Pings pings) {
    this.below = below;
    this.sink = new Out(below.getSink(), pings);
    this.source = new In(below.getSource(), pings);
  }

  /** Puts a layer into each WebSocket whose request has {@link Pings} for a tag. */
  static Response intercept(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Pings pings = chain.request().tag(Pings.class);
    Socket socket = response.socket();
    return socket == null || pings == null
        ? response
        : response.newBuilder().socket(new PingLayer(socket, pings)).build();
  }

  @Override
  public Source getSource() {
    return source;
  }

  @Override
  public Sink getSink() {
    return sink;
  }

  @Override
  public void cancel() {
    below.cancel();
  }

  /** OkHttp writes each frame whole, its mask a random number: that becomes a ping's payload. */
  private static final class Out extends ForwardingSink {
    private static final int EMPTY_PING_BYTES = 6;

    private final Pings pings;
    private final Head head = new Head();

    Out(Sink below, Pings pings) {
      super(below);
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
    private final Head head = new Head();
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
        for (long i = 0; inPayload && head.opcode == PONG && i < taken; i++) {
          payload = (payload << Byte.SIZE) | (to.getByte(at + i) & 0xFF);
        }
        at += taken;
        if (head.isAtFrame() && head.opcode == PONG) {
          if (head.payloadBytes == PAYLOAD_BYTES) {
            pings.came(payload);
          } else {
            pings.cameUnasked();
          }
        }
      }
      return count;
    }
  }

  /** Where in a frame a stream stands; frames may come in any pieces. */
  private static final class Head {
    private int headBytes;
    private int headBytesTotal = 2;
    private int opcode;
    private int masked;
    private long payloadBytes;
    private long payloadLeft;

    boolean isAtFrame() {
      return headBytes == 0;
    }

    boolean isInPayload() {
      return headBytes == headBytesTotal;
    }

    /** Takes bytes of the head alone, or of the payload alone. {@return how many, at least one} */
    long take(Buffer bytes, long at, long count) {
      if (isInPayload()) {
        long taken = Math.min(count, payloadLeft);
        payloadLeft -= taken;
        end();
        return taken;
      }
      long taken = 0;
      while (taken < count && !isInPayload()) {
        next(bytes.getByte(at + taken) & 0xFF);
        taken++;
      }
      if (isInPayload()) {
        payloadLeft = payloadBytes;
        end();
      }
      return taken;
    }

    private void next(int octet) {
      if (headBytes == 0) {
        opcode = octet & OPCODE;
      } else if (headBytes == 1) {
        int length = octet & LENGTH;
        masked = (octet & MASKED) == 0 ? 0 : Integer.BYTES;
        int longer = length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0;
        headBytesTotal = 2 + longer + masked;
        payloadBytes = longer == 0 ? length : 0;
      } else if (headBytes < headBytesTotal - masked) {
        payloadBytes = (payloadBytes << Byte.SIZE) | octet;
      }
      headBytes++;
    }

    private void end() {
      if (payloadLeft <= 0) {
        headBytes = 0;
        headBytesTotal = 2;
      }
    }
  }
}
