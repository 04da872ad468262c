package dev.tapewire.capture;

/** Tells how long the machine has slept; comes in by constructor, so that a test owns it. */
interface SleepClock {
  /** {@return how long the machine has slept since it was booted, ns, on any fixed scale} */
  long asleepNs();
}
