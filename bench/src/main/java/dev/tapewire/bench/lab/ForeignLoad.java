package dev.tapewire.bench.lab;

import java.io.IOException;

/**
 * CPU that others took while something was measured: what the machine was busy with, less what this
 * process and everything that it started used. Confined to one thread.
 */
public final class ForeignLoad {
  private final long startedNs = System.nanoTime();
  private final double machine = ProcStat.machineBusySeconds();
  private final double own = own();

  /** Starts to count. */
  public ForeignLoad() throws IOException {}

  /** {@return percent of one core that others used since the start} */
  public double percent() throws IOException {
    double foreign = ProcStat.machineBusySeconds() - machine - (own() - own);
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    return Math.max(0, foreign / seconds * 100);
  }

  private static double own() throws IOException {
    return ProcStat.treeCpuSeconds(ProcessHandle.current().pid());
  }
}
