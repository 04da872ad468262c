package dev.tapewire.sender.link;

import okio.Buffer;

/**
 * Where in a WebSocket frame a stream of them stands; frames may come in any pieces. Confined to
 * one thread.
 */
final class FrameHead {
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private int headBytes;
  private int headBytesTotal = 2;
  private int opcode;
  private boolean fin;
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
      fin = (octet & MASKED) != 0; // The same bit of another byte.
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

  /** Takes the payload for passed, whose head was just taken. */
  void skipPayload() {
    payloadLeft = 0;
    end();
  }

  /** {@return the kind of the frame at hand, or of the last one} */
  int opcode() {
    return opcode;
  }

  /** {@return the payload's length, as the head of the frame at hand or of the last one says} */
  long payloadBytes() {
    return payloadBytes;
  }

  /** {@return whether the frame ends its message} */
  boolean isFinal() {
    return fin;
  }
}
