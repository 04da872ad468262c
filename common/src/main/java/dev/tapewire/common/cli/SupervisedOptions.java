package dev.tapewire.common.cli;

import picocli.CommandLine.Option;

/** What the supervisor tells its children; hidden from people. A picocli mixin. */
public final class SupervisedOptions {
  @Option(names = "--supervised-by", hidden = true, defaultValue = "0")
  private long supervisorPid;

  /** {@return the supervisor's pid, or 0: none} */
  public long supervisorPid() {
    return supervisorPid;
  }
}
