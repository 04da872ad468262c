package dev.tapewire.bench.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The notes of a peer on its reads, as {@code timed.py} writes them. Safe for use by any thread.
 */
final class ReadNotes {
  private static final int NOTE_BYTES = 2 * Long.BYTES;
  private static final int BYTES_PER_SAMPLE = 2;

  private ReadNotes() {}

  /**
   * {@return the reads}
   *
   * @param first the place of the first sample read
   */
  static List<Moment> read(Path file, long first) throws IOException {
    ByteBuffer notes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Moment> reads = new ArrayList<>();
    long from = first;
    while (notes.remaining() >= NOTE_BYTES) {
      long atNs = notes.getLong();
      long bytes = notes.getLong();
      if (atNs == 0) {
        break;
      }
      long end = first + bytes / BYTES_PER_SAMPLE;
      reads.add(new Moment(atNs, from, end));
      from = end;
    }
    return reads;
  }
}
