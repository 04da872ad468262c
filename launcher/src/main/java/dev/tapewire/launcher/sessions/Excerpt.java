package dev.tapewire.launcher.sessions;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * The PCM of a range of a session, {@code [from, until)}, sample for sample. What is not on the
 * tape is silence, or left out. Confined to one thread.
 */
final class Excerpt {
  private static final int SILENCE_SAMPLES = 4096; // A piece that is written at once.

  private final TapeReader reader;
  private final Wish wish;
  private final PcmFormat format;
  private final RecordView record = new RecordView();
  private final byte[] silence;
  private long position;
  private long end;
  private long damaged;

  /** Samples of silence so far. */
  private long silent;

  /**
   * What is wanted. Immutable.
   *
   * @param from first position
   * @param until one past the last
   * @param cutGaps leave lost samples out
   * @param skipDamaged take damaged records for lost ones
   */
  record Wish(long from, long until, boolean cutGaps, boolean skipDamaged) {}

  /** Takes pieces of PCM. */
  interface Sink {
    /** Takes {@code length} bytes, the last of which ends at {@code position}. */
    void take(byte[] bytes, int offset, int length, long position) throws IOException;
  }

  Excerpt(TapeReader reader, Wish wish) {
    this.reader = reader;
    this.wish = wish;
    this.format = reader.header().format();
    silence = new byte[SILENCE_SAMPLES * format.blockBytes()];
    Arrays.fill(silence, format.encoding().silence());
  }

  /** {@return how many damaged records the last {@link #read} skipped} */
  long damaged() {
    return damaged;
  }

  /**
   * Hands the whole excerpt to {@code sink}.
   *
   * @return its samples per channel
   * @throws TapeFaultException if the tape is damaged here and that was not to be skipped
   */
  long read(Sink sink) throws IOException {
    position = wish.from();
    end = wish.from();
    damaged = 0;
    silent = 0;
    long written = 0;
    long endNumber = reader.endNumber();
    reader.seek(wish.from() == 0 ? reader.firstNumber() : start());
    while (position < wish.until() && poll(endNumber)) {
      end = Math.max(end, Math.min(record.endPosition(), wish.until()));
      written += record.is(RecordKind.FRAME) ? frame(sink) : 0;
    }
    return written + silence(end, sink);
  }

  private long start() {
    try {
      return reader.numberAt(wish.from());
    } catch (TapeFaultException e) {
      if (!wish.skipDamaged()) {
        throw e;
      }
      return reader.firstNumber();
    }
  }

  /** {@return false at the end of what was there when the reading began} */
  private boolean poll(long endNumber) {
    while (reader.next() < endNumber) {
      try {
        return reader.poll(record);
      } catch (TapeFaultException e) {
        if (!wish.skipDamaged()) {
          throw e;
        }
        damaged++;
        reader.seek(Math.min(endNumber, e.resumeAt()));
      }
    }
    return false;
  }

  private long frame(Sink sink) throws IOException {
    long from = Math.max(record.position(), position);
    long until = Math.min(record.endPosition(), wish.until());
    if (from >= until) {
      return 0;
    }
    long written = silence(from, sink);
    int skip = (int) format.bytes(from - record.position());
    int length = (int) format.bytes(until - from);
    sink.take(record.bytes(), record.framePcmOffset() + skip, length, until);
    position = until;
    return written + until - from;
  }

  private long silence(long until, Sink sink) throws IOException {
    if (wish.cutGaps()) {
      return 0;
    }
    long written = Math.max(0, until - position);
    silent += written;
    if (silent > GapLimits.samplesMax(format)) {
      throw TapewireException.failed(
          "over "
              + Durations.clockSeconds(format.toNs(GapLimits.samplesMax(format)))
              + " are lost before sample "
              + until
              + ", more than one session may lose; leave the gaps out with --gaps cut, or name a"
              + " range with --from and --until");
    }
    while (position < until) {
      long samples = Math.min(SILENCE_SAMPLES, until - position);
      position += samples;
      sink.take(silence, 0, (int) format.bytes(samples), position);
    }
    return written;
  }
}
