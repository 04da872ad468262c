package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a sound, read piece by piece while its header is parsed. Confined to one thread. */
abstract class HeaderBytes {
  private static final int TAG_BYTES = 4;

  /** {@return how many there are; {@code Long.MAX_VALUE} of a pipe, which can't tell} */
  abstract long length() throws IOException;

  /** {@return whether what stands behind the samples can be looked at before they are read} */
  abstract boolean canLookBehind();

  /**
   * {@return {@code length} bytes from {@code offset} on}
   *
   * @throws HeaderException if there are not so many
   */
  abstract ByteBuffer at(long offset, int length, ByteOrder order) throws IOException;

  /** {@return four letters at {@code offset}} */
  final String tag(long offset) throws IOException {
    byte[] letters = at(offset, TAG_BYTES, ByteOrder.BIG_ENDIAN).array();
    return new String(letters, 0, TAG_BYTES, StandardCharsets.ISO_8859_1);
  }

  /** {@return the length that a chunk at {@code offset} tells, behind its tag} */
  final long chunkLength(long offset, ByteOrder order) throws IOException {
    return Integer.toUnsignedLong(at(offset + TAG_BYTES, Integer.BYTES, order).getInt());
  }

  /** {@return the failure of a header that does not go on} */
  static HeaderException endsWithin() {
    return new HeaderException("it ends within its header");
  }
}
