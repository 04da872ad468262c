package dev.tapewire.common.tape;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.SessionHeader;

/**
 * Appends to the tape of one session. There is one writer at a time, held by a lock that the kernel
 * lets go when the process dies. What a call appended survives the death of the process once the
 * call returns. Confined to one thread.
 */
public interface TapeWriter extends AutoCloseable {
  /** {@return the header of this incarnation} */
  SessionHeader header();

  /** {@return whether the session was there before: this incarnation goes on with it} */
  boolean resumed();

  /** {@return the newest anchor of an earlier incarnation, or null} */
  Anchor lastAnchor();

  /** {@return samples per channel on the timeline, lost ones included} */
  long position();

  /** {@return frames on the tape} */
  long frames();

  /** {@return samples per channel lost, withheld ones included} */
  long lostSamples();

  /** {@return samples per channel withheld in the pauses among the first thousand gaps} */
  long withheldSamples();

  /**
   * {@return the live figures of this session; the tape's own are kept up to date by each append,
   * the rest are the caller's}
   */
  CounterFile<CaptureCounter> counters();

  /**
   * Appends a frame.
   *
   * @param pcm interleaved; {@code samples} whole blocks from {@code from} on are copied
   * @param capturedNs when its read returned, monotonic ns
   * @throws java.io.UncheckedIOException if the disk is full or failed; nothing was appended
   */
  void frame(byte[] pcm, int from, int samples, long capturedNs);

  /** Appends a gap; {@code samples} is positive. */
  void gap(long samples, GapReason reason);

  /** Appends an anchor. */
  void anchor(Anchor anchor);

  /** Notes a destination, without secrets, if it is not noted already. */
  void address(String destination);

  /** Tells who looks at the figures that capture is there, also while nothing is appended. */
  void beat();

  /** Appends the END record of a session that is whole: nothing can follow. */
  default void end() {
    end(EndCause.WHOLE);
  }

  /** Appends the END record: the session is finished, nothing can follow. */
  void end(EndCause cause);

  /** Closes; without {@link #end()} the session stays unfinished and can be gone on with. */
  @Override
  void close();
}
