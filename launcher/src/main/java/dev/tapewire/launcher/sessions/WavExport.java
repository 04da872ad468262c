package dev.tapewire.launcher.sessions;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntConsumer;

/**
 * Writes an excerpt as a WAV file to any stream. It reads the tape twice, as the header, which says
 * the length, comes first and a stream does not go back. Confined to one thread.
 */
final class WavExport {
  private static final long PROGRESS_NS = 2_000_000_000L;
  private static final int PERCENT = 100;

  private final TapeReader reader;
  private final Excerpt excerpt;
  private final Clock clock;
  private final IntConsumer progress;
  private final long samples;
  private long toldNs;

  /**
   * Reads the tape once.
   *
   * @param progress takes per cent written, every 2 s
   * @throws dev.tapewire.common.tape.TapeFaultException if it is damaged and that was not to be
   *     skipped
   */
  WavExport(TapeReader reader, Excerpt.Wish wish, Clock clock, IntConsumer progress)
      throws IOException {
    this.reader = reader;
    this.excerpt = new Excerpt(reader, wish);
    this.clock = clock;
    this.progress = progress;
    this.samples = excerpt.read((bytes, offset, length, position) -> {});
  }

  /** {@return samples per channel of the file} */
  long samples() {
    return samples;
  }

  /** {@return damaged records left out} */
  long damaged() {
    return excerpt.damaged();
  }

  /** Writes the file. */
  void writeTo(OutputStream out) throws IOException {
    PcmFormat format = reader.header().format();
    long dataBytes = format.bytes(samples);
    out.write(WavHeader.of(format, dataBytes));
    toldNs = clock.monotonicNs();
    Counted counted = new Counted(out, dataBytes);
    excerpt.read((bytes, offset, length, position) -> counted.write(bytes, offset, length));
    if (counted.bytes != dataBytes) {
      throw new IOException("the tape changed while it was read");
    }
    out.write(new byte[WavHeader.padBytes(dataBytes)]);
    out.flush();
  }

  /** Counts what was written, no more than the header says: a live tape grows meanwhile. */
  private final class Counted {
    private final OutputStream out;
    private final long bytesMax;
    private long bytes;

    Counted(OutputStream out, long bytesMax) {
      this.out = out;
      this.bytesMax = bytesMax;
    }

    void write(byte[] from, int offset, int length) throws IOException {
      int taken = (int) Math.min(length, bytesMax - bytes);
      out.write(from, offset, taken);
      bytes += taken;
      long nowNs = clock.monotonicNs();
      if (nowNs - toldNs >= PROGRESS_NS) {
        toldNs = nowNs;
        progress.accept((int) (bytes * PERCENT / bytesMax));
      }
    }
  }
}
