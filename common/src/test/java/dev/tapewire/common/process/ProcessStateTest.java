package dev.tapewire.common.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessStateTest {
  @Test
  void aStoppedProcessAndADeadOneDoNotRun() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    Process sleep = new ProcessBuilder("sleep", "1000").start();
    try {
      await(sleep.pid(), ProcessState.RUNNING);
      signal(sleep, "STOP");
      await(sleep.pid(), ProcessState.STOPPED);
      signal(sleep, "CONT");
      await(sleep.pid(), ProcessState.RUNNING);
    } finally {
      sleep.destroyForcibly();
    }
    await(sleep.pid(), ProcessState.GONE);
  }

  @Test
  void aZombieIsGone() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    // The shell becomes a sleep that never asks how its child ended.
    Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 1000").start();
    try {
      long child = Long.parseLong(parent.inputReader().readLine().strip());
      await(child, ProcessState.GONE);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aProcessMayHaveAnyName() {
    assertEquals(ProcessState.STOPPED, ProcessState.of("7 (a) R (b) T 1 2 3"));
    assertEquals(ProcessState.RUNNING, ProcessState.of("7 ((T)) S 1 2 3"));
    assertEquals(ProcessState.RUNNING, ProcessState.of(""));
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static void await(long pid, ProcessState wanted) throws InterruptedException {
    while (ProcessState.of(pid) != wanted) {
      Thread.sleep(10);
    }
  }
}
