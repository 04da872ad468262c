package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The bytes of a file, read piece by piece while its header is parsed. Confined to one thread. */
final class HeaderBytes {
  private static final int TAG_BYTES = 4;

  private final FileChannel channel;

  HeaderBytes(FileChannel channel) {
    this.channel = channel;
  }

  long length() throws IOException {
    return channel.size();
  }

  /** {@return {@code length} bytes from {@code offset} on} */
  ByteBuffer at(long offset, int length, ByteOrder order) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new HeaderException("it ends within its header");
      }
    }
    return bytes.flip();
  }

  /** {@return four letters at {@code offset}} */
  String tag(long offset) throws IOException {
    byte[] letters = at(offset, TAG_BYTES, ByteOrder.BIG_ENDIAN).array();
    return new String(letters, StandardCharsets.ISO_8859_1);
  }
}
