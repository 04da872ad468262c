package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that want every core for themselves. Confined to one thread. */
final class Burners implements Closeable {
  private final List<Process> loops = new ArrayList<>();

  private Burners() {}

  /** {@return two for each core, already at it} */
  static Burners light() throws IOException {
    Burners burners = new Burners();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      burners.loops.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
    }
    return burners;
  }

  @Override
  public void close() {
    loops.forEach(Process::destroyForcibly);
  }
}
