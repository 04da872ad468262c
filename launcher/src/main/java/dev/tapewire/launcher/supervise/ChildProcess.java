package dev.tapewire.launcher.supervise;

/** One life of a child: a process of the operating system. Confined to the supervisor's thread. */
public interface ChildProcess {
  /** No time that a process can have taken. */
  long NOT_KNOWN = -1;

  /** {@return its process id} */
  long pid();

  /** {@return whether it runs} */
  boolean alive();

  /** {@return how it ended; 128 and the signal's number if a signal killed it} */
  int exitCode();

  /** {@return whether it takes signals: before, one would end it out of order} */
  boolean takesSignals();

  /** {@return the processor time that it took so far, ns; {@link #NOT_KNOWN} where nobody tells} */
  long cpuNs();

  /** Asks it to stop in good order. */
  void terminate();

  /** Ends it now. */
  void kill();
}
