package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.time.ManualClock;
import java.io.InputStream;
import java.util.Random;

/** A pipe whose writer writes a few bytes at a time; time passes when nothing is there. */
final class DribblingStream extends InputStream {
  private static final long WRITE_NS = 1_000_000L;

  private final byte[] content;
  private final int chunkMax;
  private final ManualClock clock;
  private final Random random = new Random(5);
  private int read;
  private int written;

  DribblingStream(byte[] content, int chunkMax, ManualClock clock) {
    this.content = content;
    this.chunkMax = chunkMax;
    this.clock = clock;
  }

  /** A life dies while it has part of a block. */
  void killReaderInMidBlock(PipeSource life, Random when) {
    if (when.nextBoolean()) {
      return;
    }
    Slot lost = new Slot(1, life.format().blockBytes());
    life.read(lost);
  }

  @Override
  public int available() {
    if (read == written) {
      clock.advanceNs(WRITE_NS);
      write();
      return 0;
    }
    return written - read;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("one byte at a time is slow");
  }

  @Override
  public int read(byte[] into, int at, int length) {
    if (read == content.length) {
      return -1;
    }
    if (read == written) {
      write();
    }
    int count = Math.min(length, written - read);
    System.arraycopy(content, read, into, at, count);
    read += count;
    return count;
  }

  private void write() {
    written = Math.min(content.length, written + 1 + random.nextInt(chunkMax));
  }
}
