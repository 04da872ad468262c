package dev.tapewire.common.tape;

import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Appends documents, of any length, to a tape: each in one frame or several. Beside them it keeps a
 * mark, a number that the next life learns without reading documents. Confined to one thread.
 */
public final class DocumentTapeWriter implements AutoCloseable {
  /** The first byte of a frame says which part of a document follows: bits. */
  static final int BEGINS = 1;

  static final int ENDS = 2;

  /** Longer is no document: a reader holds one whole. */
  static final int DOCUMENT_BYTES_MAX = 64 << 20;

  private final TapeAppender tape;
  private final DirectoryLock lock;
  private final Clock clock;
  private final byte[] frame = new byte[RecordLayout.FRAME_PCM_BYTES_MAX];

  /** The first sequence of the file that the mark stands in. */
  private long markedFile;

  private long mark;
  private boolean closed;

  DocumentTapeWriter(TapeAppender tape, DirectoryLock lock, Clock clock, Anchor last) {
    this.tape = tape;
    this.lock = lock;
    this.clock = clock;
    mark(last == null ? -1 : last.position());
  }

  /** {@return the mark that was set last, by whatever life; -1: none} */
  public long mark() {
    return mark;
  }

  /** Sets the mark. It stands in each file, so that only the last one need be searched for it. */
  public void mark(long to) {
    tape.anchor(new Anchor(to, clock.epochNs(), clock.monotonicNs()));
    mark = to;
    markedFile = tape.header().firstSequence();
  }

  /**
   * Appends a document; it survives the death of the process once this returns, whole.
   *
   * @throws UncheckedIOException if the disk is full or failed; no document was appended
   * @throws IllegalArgumentException if it is longer than {@link #DOCUMENT_BYTES_MAX}
   */
  public void append(byte[] document) {
    if (document.length > DOCUMENT_BYTES_MAX) {
      throw new IllegalArgumentException("a document of " + document.length + " bytes");
    }
    int at = 0;
    do {
      int length = Math.min(document.length - at, frame.length - 1);
      boolean ends = at + length == document.length;
      frame[0] = (byte) ((at == 0 ? BEGINS : 0) | (ends ? ENDS : 0));
      System.arraycopy(document, at, frame, 1, length);
      tape.frame(frame, 0, 1 + length, clock.monotonicNs());
      at += length;
    } while (at < document.length);
    if (tape.header().firstSequence() != markedFile) {
      mark(mark); // A file was begun.
    }
  }

  /** Closes; the tape can be gone on with. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      tape.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't close a tape of replies", e);
    } finally {
      lock.close();
    }
  }
}
