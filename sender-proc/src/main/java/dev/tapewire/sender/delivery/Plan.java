package dev.tapewire.sender.delivery;

import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.Control;

/**
 * Which part of a tape a delivery delivers, and under what name. Immutable.
 *
 * @param delivery the delivery's id on the wire
 * @param first the number of its first record
 * @param firstPosition the position where it starts
 * @param until one past its last record; {@link #UNTIL_END}: it ends with the END record
 * @param joinBytesMax raw only: frames may be joined into messages up to this size; 0: never
 * @param replay nothing is owed: if it breaks off, more may arrive twice
 */
public record Plan(
    String delivery, long first, long firstPosition, long until, int joinBytesMax, boolean replay) {
  /** The delivery ends with the END record, whenever that comes. */
  public static final long UNTIL_END = Long.MAX_VALUE;

  /** {@return what may be sent and not confirmed} */
  SendWindow window() {
    return new SendWindow(replay ? SendWindow.REPLAY_RECORDS_MAX : SendWindow.RECORDS_MAX);
  }

  /** {@return the position from which people count what was sent: a replay's own start} */
  long toldFrom() {
    return replay ? firstPosition : 0;
  }

  /** {@return the plan of a session's first delivery: everything, to its END} */
  public static Plan whole(TapeReader tape, int joinBytesMax) {
    return from(tape.firstNumber(), Tape.firstPosition(tape), joinBytesMax);
  }

  /**
   * {@return the plan of a session's first delivery, to its END}
   *
   * @param first the number of its first record, {@code position} where that stands; both stay what
   *     they were when the delivery began, whatever is dropped from the tape later
   */
  public static Plan from(long first, long position, int joinBytesMax) {
    return new Plan(Control.FIRST_DELIVERY, first, position, UNTIL_END, joinBytesMax, false);
  }
}
