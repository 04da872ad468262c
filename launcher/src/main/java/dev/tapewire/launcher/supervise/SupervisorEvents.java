package dev.tapewire.launcher.supervise;

/** What a supervisor asks and tells. Confined to the supervisor's thread. */
public interface SupervisorEvents {
  /** {@return samples per channel recorded in this session so far} */
  long recordedSamples();

  /** {@return whether the session has its end: no restart of capture can add to it} */
  boolean sessionHasEnded();

  /** A child died and will be started again. */
  void restarting(Child child, int exitCode);

  /** A child fails at once each time, and the run ends for it. */
  void givenUp(Child child, int exitCode);

  /**
   * {@return what changes again and again while the sender to {@code to} works on this session; 0
   * while it does not}
   */
  long senderBeat(String to);

  /** A child's process began, ended or changed its state. */
  void changed();

  /** No more is captured, and capture runs no more; the senders deliver what is left. */
  void captureIsOver();
}
