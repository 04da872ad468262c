package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Set;

/**
 * Tells metadata from samples in what stands behind the samples of a file: what parses as chunks to
 * the very end is metadata. Confined to one thread.
 */
final class Chunks {
  private static final int HEAD_BYTES = 8;

  /** No writer makes so many; a bound on nonsense. */
  private static final int COUNT_MAX = 4096;

  /** More than any picture in a tag; what is looked through for chunks where no length is told. */
  private static final int TAIL_BYTES_MAX = 4 << 20;

  private static final Set<String> SOUNDS = Set.of("data", "SSND", "RIFF", "RIFX", "RF64", "FORM");

  private final HeaderBytes bytes;
  private final ByteOrder order;
  private boolean sounds;

  Chunks(HeaderBytes bytes, ByteOrder order) {
    this.bytes = bytes;
    this.order = order;
  }

  /** {@return whether the chunks that were looked at hold more samples} */
  boolean holdSounds() {
    return sounds;
  }

  /**
   * {@return whether from {@code offset} to the end there is at least one chunk, and nothing else}
   */
  boolean fillFrom(long offset) throws IOException {
    long end = bytes.length();
    long at = offset;
    boolean more = false;
    for (int i = 0; i < COUNT_MAX && at + HEAD_BYTES <= end; i++) {
      String tag = bytes.tag(at);
      if (!isTag(tag)) {
        return false;
      }
      more |= SOUNDS.contains(tag);
      long length = bytes.chunkLength(at, order);
      at += HEAD_BYTES + length;
      at += at == end ? 0 : length & 1; // The last one's odd byte may be missing.
    }
    boolean fill = at == end && at > offset;
    sounds |= fill && more;
    return fill;
  }

  /** {@return where, at or behind {@code from}, the chunks begin that end the file; or its end} */
  long startIn(long from) throws IOException {
    long end = bytes.length();
    int length = (int) Math.min(TAIL_BYTES_MAX, Math.max(0, end - from));
    ByteBuffer tail = bytes.at(end - length, length, order);
    BitSet parses = new BitSet(length + 1);
    parses.set(length);
    int first = length;
    // From the end, so that each place is looked at once.
    for (int at = length - HEAD_BYTES; at >= 0; at--) {
      long bodyBytes = Integer.toUnsignedLong(tail.getInt(at + Integer.BYTES));
      long next = at + HEAD_BYTES + bodyBytes;
      if (next > length || !isTag(tail, at)) {
        continue;
      }
      long padded = Math.min(length, next + (bodyBytes & 1));
      if (parses.get((int) padded)) {
        parses.set(at);
        first = at;
      }
    }
    return end - length + first;
  }

  private static boolean isTag(String tag) {
    return tag.chars().allMatch(c -> c >= ' ' && c <= '~') && tag.charAt(0) != ' ';
  }

  private static boolean isTag(ByteBuffer tail, int at) {
    boolean printable = tail.get(at) != ' ';
    for (int i = 0; i < Integer.BYTES; i++) {
      printable &= tail.get(at + i) >= ' ' && tail.get(at + i) <= '~';
    }
    return printable;
  }
}
