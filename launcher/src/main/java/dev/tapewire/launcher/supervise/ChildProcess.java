package dev.tapewire.launcher.supervise;

/** One life of a child: a process of the operating system. Confined to the supervisor's thread. */
public interface ChildProcess {
  /** {@return its process id} */
  long pid();

  /** {@return whether it runs} */
  boolean alive();

  /** {@return how it ended; 128 and the signal's number if a signal killed it} */
  int exitCode();

  /** {@return whether it takes signals: before, one would end it out of order} */
  boolean takesSignals();

  /** Asks it to stop in good order. */
  void terminate();

  /** Ends it now. */
  void kill();
}
