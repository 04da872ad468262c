package dev.tapewire.common.tape;

import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;

/**
 * Reads the records of one session in order, while it is written or after. Any number may read at
 * once; none disturbs the writer. Confined to one thread.
 */
public interface TapeReader extends AutoCloseable {
  /** {@return the first header of the session} */
  SessionHeader header();

  /**
   * Reads the next record into {@code into}, whose bytes stay valid until the next call.
   *
   * @return false if there is none yet: call again later
   * @throws TapeFaultException if the tape is damaged here; {@link #seek} past it to go on
   */
  boolean poll(RecordView into);

  /** {@return the number of the record that the next {@link #poll} gives} */
  long next();

  /**
   * Goes to a record, so that the next {@link #poll} gives it.
   *
   * @param number from {@link #firstNumber()} to {@link #endNumber()}
   */
  void seek(long number);

  /** {@return the oldest record that is still on the tape} */
  long firstNumber();

  /** {@return one past the newest record on the tape now} */
  long endNumber();

  /**
   * Finds the last record whose position is at or before {@code position} and which is a FRAME or
   * GAP that covers it, or the nearest following one.
   */
  long numberAt(long position);

  /**
   * {@return where on this tape the records stand that {@code incarnation} wrote, or null if it
   * wrote none that are still here}
   */
  Span span(String incarnation);

  /** {@return the incarnation that wrote record {@code number}, or would write it next} */
  String incarnationAt(long number);

  @Override
  void close();

  /**
   * Record numbers {@code [from, to)} of one incarnation; {@code open} while it may still grow.
   *
   * @param from the number of its first HEADER
   * @param to one past its last record
   * @param open true for the newest incarnation of the tape
   */
  record Span(long from, long to, boolean open) {}
}
