package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tells metadata from samples in what comes out of a pipe behind the told samples: it is held as
 * long as it may be chunks to the very end, and no longer. Confined to one thread.
 */
final class ChunkStream {
  private static final int HEAD_BYTES = 8;

  /** More than any text in a tag; a picture that is bigger becomes sound, with a warning. */
  private static final int HELD_BYTES_MAX = 1 << 20;

  private static final int READ_BYTES = 4096;

  private final ByteOrder order;
  private final int first;
  private final long padBytes;
  private byte[] held = new byte[READ_BYTES];
  private int length;
  private boolean metadata;

  /**
   * Looks at what follows.
   *
   * @param first bytes before it that are no whole sample
   * @param padBytes that may stand before the first chunk, too
   */
  ChunkStream(ByteOrder order, int first, long padBytes) {
    this.order = order;
    this.first = first;
    this.padBytes = padBytes;
  }

  /** {@return all that was taken, as soon as it is clear what it is} */
  byte[] readFrom(InputStream in) throws IOException {
    long padded = first + padBytes;
    long bare = first;
    while (padded >= 0 || bare >= 0) {
      if (length == held.length) {
        if (length >= HELD_BYTES_MAX) {
          break;
        }
        held = Arrays.copyOf(held, 2 * length);
      }
      int got = in.read(held, length, held.length - length);
      if (got < 0) {
        metadata = endsAt(padded) || endsAt(bare) || length <= first + padBytes;
        break;
      }
      length += got;
      padded = walk(padded);
      bare = padBytes == 0 ? padded : walk(bare);
    }
    return Arrays.copyOf(held, length);
  }

  /** {@return whether nothing but chunks came, or nothing at all} */
  boolean isMetadata() {
    return metadata;
  }

  private boolean endsAt(long next) {
    return next >= 0 && (next == length || next == length + 1L);
  }

  /** {@return where the chunk begins that is not all there; -1: this is none} */
  private long walk(long from) {
    long at = from;
    while (at >= 0 && at < length) {
      for (int i = (int) at; i < Math.min(length, at + Integer.BYTES); i++) {
        boolean first = i == at;
        if (held[i] < ' ' || held[i] > '~' || (first && held[i] == ' ')) {
          return -1;
        }
      }
      if (length - at < HEAD_BYTES) {
        return at;
      }
      long body =
          Integer.toUnsignedLong(
              java.nio.ByteBuffer.wrap(held, (int) at + Integer.BYTES, Integer.BYTES)
                  .order(order)
                  .getInt());
      if (body > HELD_BYTES_MAX) {
        return -1; // Loud samples can look like a tag; nobody waits for what follows that.
      }
      at += HEAD_BYTES + body + (body & 1);
    }
    return at;
  }
}
