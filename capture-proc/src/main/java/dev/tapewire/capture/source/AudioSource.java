package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.PcmFormat;

/**
 * Where samples come from. It is made ready for reading when it is opened, so that what can't be
 * opened leaves no session behind; {@link #start} then says from where on the tape it is read.
 * Confined to the thread that reads it, except {@link #format}, {@link #start} and {@link #close}.
 */
public interface AudioSource extends AutoCloseable {
  /** {@return the format of what it gives} */
  PcmFormat format();

  /** {@return whether it is a clock of its own: what is not read in time is lost} */
  boolean isLive();

  /** Begins; comes once, before the first read. */
  void start(StartPoint from);

  /**
   * Waits, at most a little longer than a frame lasts, for samples, and fills {@code into} with
   * whole blocks and with what was lost before them. A slot left empty means: nothing yet.
   *
   * @return false if the source has ended; nothing was read then
   * @throws dev.tapewire.common.error.TapewireException if the source failed for good
   */
  boolean read(Slot into);

  /** {@return whether it keeps what is not read: in a pause it rests, and nothing is left out} */
  default boolean keepsUnread() {
    return false;
  }

  /**
   * Comes in a pause, again and again, in place of {@link #read}, if that keeps; waits a little.
   */
  default void rest() {}

  /**
   * {@return why it ended, once {@link #read} said so: null, it came to its end; else it failed,
   * for a person to read} May wait for that a little.
   */
  default String failure() {
    return null;
  }

  /** Comes again and again, on another thread: tells whom it concerns how the source is. */
  default void look() {}

  /** {@return bytes that the source gave already and that are not read; asked by any thread} */
  default long heldBytes() {
    return 0;
  }

  /** {@return whether a read may wait without an end; then {@link #finish} is for any thread} */
  default boolean mayHang() {
    return false;
  }

  /** Comes when nothing more is read: adds, once, what is missing by the clock until now. */
  default void finish(Losses into) {}

  /** Lets go of the device, file or process. */
  @Override
  void close();
}
