package dev.tapewire.launcher.supervise;

import java.util.List;

/** Starts children. Confined to the supervisor's thread. */
public interface ChildStarter {
  /**
   * Starts a process.
   *
   * @param name capture, sender or receiver
   * @param command Tapewire's arguments
   */
  ChildProcess start(String name, List<String> command);
}
