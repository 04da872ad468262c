package dev.tapewire.common.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the system has a process. That its id is there does not mean that it runs: it may be stopped
 * by a signal or a debugger, or dead with a parent that has not asked how it ended.
 */
public enum ProcessState {
  /** It runs, or waits for something. */
  RUNNING,
  /** Stopped by a signal or a debugger: it does nothing until it is told to go on. */
  STOPPED,
  /** There is none, or it is dead and its parent has not taken notice. */
  GONE;

  /** {@return how {@code pid} is} */
  public static ProcessState of(long pid) {
    if (pid <= 0 || !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      return GONE;
    }
    try {
      byte[] stat = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
      return of(new String(stat, StandardCharsets.ISO_8859_1)); // The name may be any bytes.
    } catch (IOException e) {
      return RUNNING; // Not Linux, or it ended just now.
    }
  }

  /** {@return what a line of proc(5), {@code PID (NAME) STATE ...}, says; the name may hold any} */
  static ProcessState of(String stat) {
    int state = stat.lastIndexOf(')') + 2;
    return switch (state < stat.length() ? stat.charAt(state) : ' ') {
      case 'T', 't' -> STOPPED;
      case 'Z', 'X', 'x' -> GONE;
      default -> RUNNING;
    };
  }
}
