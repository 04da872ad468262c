package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A network namespace with nothing in it but a loopback: ports are ours, no host can be reached,
 * and a port can be made to swallow every packet. Confined to the test's thread.
 */
final class PrivateNetwork implements Closeable {
  private final String name;
  private final Path logs;
  private int calls;

  private PrivateNetwork(String name, Path logs) {
    this.name = name;
    this.logs = logs;
  }

  /** Skips the test, with a reason, where no namespace can be had; makes one otherwise. */
  static PrivateNetwork open(Path logs) throws Exception {
    Host.assumeRoot();
    Host.assumePrograms("ip", "nft");
    String name = "tapewire" + ProcessHandle.current().pid() + "n" + System.nanoTime() % 1_000_000;
    PrivateNetwork network = new PrivateNetwork(name, logs);
    try (Program add = Launch.of("ip", "netns", "add", name).start(logs, "netns")) {
      Host.assume(add.awaitExit(Host.PROGRAM_BOUND) == 0, "needs network namespaces: " + add.err());
    }
    network.run("ip", "link", "set", "lo", "up");
    return network;
  }

  /** {@return the prefix of a command that runs in here} */
  Launch prefix() {
    return Launch.of("ip", "netns", "exec", name);
  }

  /** Drops every packet from and to {@code port}, as a dead network does. */
  void blackhole(int port) throws IOException {
    run("nft", "add", "table", "inet", "hole");
    run("nft", "add", "chain", "inet", "hole", "in", "{ type filter hook input priority 0 ; }");
    run("nft", "add", "rule", "inet", "hole", "in", "tcp", "dport", "" + port, "drop");
    run("nft", "add", "rule", "inet", "hole", "in", "tcp", "sport", "" + port, "drop");
  }

  /** Drops every packet, as a dead network does. */
  void drop() throws IOException {
    rule("drop");
  }

  /** Breaks every connection and refuses new ones. */
  void refuse() throws IOException {
    // Answers that break a connection have to get through themselves.
    rule("tcp", "flags", "&", "rst", "!=", "rst", "reject", "with", "tcp", "reset");
  }

  /** Drops what is more than this, as a narrow line does whose queue is full. */
  void slow(int kilobytesPerSecond) throws IOException {
    String rate = Integer.toString(kilobytesPerSecond);
    rule("limit", "rate", "over", rate, "kbytes/second", "burst", "64", "kbytes", "drop");
  }

  private void rule(String... rule) throws IOException {
    run("nft", "add", "table", "inet", "hole");
    run("nft", "add", "chain", "inet", "hole", "in", "{ type filter hook input priority 0 ; }");
    Launch add = Launch.of("nft", "add", "rule", "inet", "hole", "in").and(rule);
    run(add.command().toArray(String[]::new));
  }

  /** Lets packets pass again. */
  void restore() throws IOException {
    run("nft", "delete", "table", "inet", "hole");
  }

  /** Kills all that runs in here, also what is nobody's child any more. */
  void killAll() throws IOException {
    String pids = Launch.of("ip", "netns", "pids", name).run(logs, "pids" + ++calls);
    pids.lines()
        .map(pid -> ProcessHandle.of(Long.parseLong(pid.trim())))
        .forEach(process -> process.ifPresent(ProcessHandle::destroyForcibly));
  }

  @Override
  public void close() throws IOException {
    Launch.of("ip", "netns", "del", name).run(logs, "netns");
  }

  private void run(String... command) throws IOException {
    Launch.of(command).under(prefix().command()).run(logs, "network" + ++calls);
  }
}
