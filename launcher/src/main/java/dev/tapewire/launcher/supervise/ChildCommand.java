package dev.tapewire.launcher.supervise;

import java.util.List;
import java.util.Optional;

/** Says how to start a child, each time anew. Confined to the supervisor's thread. */
@FunctionalInterface
public interface ChildCommand {
  /**
   * {@return Tapewire's arguments, or empty: it can't be started yet}
   *
   * @param restarts how often it was started again; 0 for its first life
   */
  Optional<List<String>> arguments(int restarts);
}
