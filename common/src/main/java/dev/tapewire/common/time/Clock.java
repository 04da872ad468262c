package dev.tapewire.common.time;

/** Tells time; comes in by constructor, so that a test or a simulation owns it. */
public interface Clock {
  /** {@return nanoseconds of a clock that never steps, for intervals; comparable on one machine} */
  long monotonicNs();

  /** {@return UTC, nanoseconds since 1970; may step} */
  long epochNs();
}
