package dev.tapewire.sender.delivery;

import java.util.Arrays;

/**
 * Where records are joined into one message. It grows with what is put in, since of five hundred
 * live links each sends a frame at a time. Confined to the agent thread.
 */
final class MessageBuffer {
  /** Two frames of 44.1 kHz. */
  private static final int BYTES_FIRST = 4096;

  private byte[] bytes = new byte[BYTES_FIRST];

  /** Puts {@code from[offset, offset + count)} at {@code at}, behind what is there already. */
  void put(int at, byte[] from, int offset, int count) {
    if (at + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + count, 2 * bytes.length));
    }
    System.arraycopy(from, offset, bytes, at, count);
  }

  /** {@return what was put in; good until the next {@link #put}} */
  byte[] bytes() {
    return bytes;
  }
}
