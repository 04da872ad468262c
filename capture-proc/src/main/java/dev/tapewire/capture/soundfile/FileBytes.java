package dev.tapewire.capture.soundfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Those of a file. Confined to one thread. */
final class FileBytes extends HeaderBytes {
  private final FileChannel channel;
  private final long length;

  FileBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  @Override
  long length() {
    return length;
  }

  @Override
  boolean canLookBehind() {
    return true;
  }

  @Override
  ByteBuffer at(long offset, int length, ByteOrder order) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw endsWithin();
      }
    }
    return bytes.flip();
  }
}
