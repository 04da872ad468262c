package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Those of a pipe, of which no more is taken than is asked for. Confined to one thread. */
final class PipeBytes extends HeaderBytes {
  /** More than any writer puts before the samples but for pictures; all of it is held. */
  static final int HEAD_BYTES_MAX = 256 << 10;

  private final InputStream in;
  private final HeadMemory memory;
  private byte[] taken;
  private int length;

  /** Goes on behind what an earlier life took. */
  PipeBytes(InputStream in, HeadMemory memory) throws IOException {
    this.in = in;
    this.memory = memory;
    this.taken = memory.head();
    this.length = taken.length;
  }

  @Override
  long length() {
    return Long.MAX_VALUE;
  }

  @Override
  boolean canLookBehind() {
    return false;
  }

  @Override
  ByteBuffer at(long offset, int count, ByteOrder order) throws IOException {
    long end = offset + count;
    if (end > HEAD_BYTES_MAX) {
      throw new HeaderException(
          "more than " + HEAD_BYTES_MAX + " bytes stand before its samples; record it as a file");
    }
    if (take((int) end) < end) {
      throw endsWithin();
    }
    return ByteBuffer.wrap(Arrays.copyOfRange(taken, (int) offset, (int) end)).order(order);
  }

  /** Takes up to so many in all. {@return how many there are; fewer: the pipe has ended} */
  int take(int end) throws IOException {
    if (end > taken.length) {
      taken = Arrays.copyOf(taken, Math.max(end, 2 * taken.length));
    }
    while (length < end) {
      int got = in.read(taken, length, end - length);
      if (got < 0) {
        break;
      }
      memory.append(taken, length, got, length);
      length += got;
    }
    return Math.min(length, end);
  }

  /** {@return all that was taken} */
  byte[] all() {
    return Arrays.copyOf(taken, length);
  }
}
