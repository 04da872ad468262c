package dev.tapewire.common.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stops a thread of another process at each of its system calls. What its files are then is what
 * {@code kill -9} would leave at that instant, mapped pages included: the kernel holds them.
 * Confined to the test's thread.
 */
public final class Instants {
  private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(120);
  private static final Pattern CALL = Pattern.compile("([a-z0-9_]+)\\(");

  /** The end of what is watched, as the trace has it. */
  private static final String DONE = "write(1, \"done";

  /** A stop breaks this call off, to be begun again, which stops again: it would never end. */
  private static final String STOPPED = "!sendfile";

  private Instants() {}

  /**
   * A system call as strace counts: each name by itself. Immutable.
   *
   * @param nth of its name, from 1
   */
  public record Call(String name, int nth) {}

  /** What is done at each instant. */
  @FunctionalInterface
  public interface Look {
    /** Looks at the files; the process stands still. */
    void at(int instant) throws Exception;
  }

  /** {@return whether this machine lets us trace} */
  public static boolean possible() {
    try {
      return new ProcessBuilder("strace", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return a Java process of this build that runs {@code main}, which calls {@link #ready}} */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Called in that process before the steps in question: tells its thread, waits for the trace. */
  public static void ready() throws IOException {
    System.out.println(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName());
    if (System.in.read() < 0) {
      throw new IOException("nobody wants to go on");
    }
  }

  /** Called in that process behind the steps in question: waits to be killed. */
  public static void done() throws InterruptedException {
    System.out.println("done");
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Kills the process by the system call. {@return whether it came to that} */
  public static boolean kill(Process process, Call call) throws Exception {
    BufferedReader out = out(process);
    String inject = call.name() + ":signal=KILL:when=" + call.nth();
    Process strace = attach(out.readLine(), inject, Path.of("/dev/null"));
    go(process);
    boolean killed = out.readLine() == null;
    end(process, strace);
    return killed;
  }

  /** Stops the process at each system call. {@return the calls} */
  public static List<Call> each(Process process, Look look) throws Exception {
    BufferedReader out = out(process);
    String thread = out.readLine();
    Path trace = Files.createTempFile("instants", ".trace");
    Process strace = attach(thread, STOPPED + ":signal=STOP", trace);
    go(process);
    int instants = 0;
    try {
      while (awaitStop(process.pid(), thread, out)) {
        look.at(instants++);
        signal(process.pid(), "CONT");
      }
    } finally {
      end(process, strace);
    }
    List<Call> calls = calls(Files.readAllLines(trace));
    Files.delete(trace);
    return calls;
  }

  private static List<Call> calls(List<String> trace) {
    Map<String, Integer> seen = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    for (String line : trace) {
      if (line.startsWith(DONE)) {
        break;
      }
      Matcher call = CALL.matcher(line);
      // One that a stop broke off is there again; without stops it is there once.
      if (call.lookingAt() && !line.contains("ERESTART")) {
        String name = call.group(1);
        calls.add(new Call(name, seen.merge(name, 1, Integer::sum)));
      }
    }
    return calls;
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static Process attach(String thread, String inject, Path trace) throws IOException {
    Process strace =
        new ProcessBuilder("strace", "-o", trace.toString(), "-e", "inject=" + inject, "-p", thread)
            .start();
    BufferedReader told =
        new BufferedReader(new InputStreamReader(strace.getErrorStream(), StandardCharsets.UTF_8));
    String line = told.readLine();
    if (line == null || !line.contains("attached")) {
      throw new IOException("strace says " + line);
    }
    return strace;
  }

  private static void go(Process process) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write('\n');
    in.flush();
  }

  /** {@return false if it is done instead} */
  private static boolean awaitStop(long pid, String thread, BufferedReader out) throws Exception {
    long beganNs = System.nanoTime();
    while (!out.ready()) {
      // The others stop with the one that is traced, and of them it can be told.
      if (state(pid, Long.toString(pid)) == 'T' && "Tt".indexOf(state(pid, thread)) >= 0) {
        return true;
      }
      if (System.nanoTime() - beganNs > BOUND_NS) {
        throw new AssertionError("it neither stops nor ends");
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static char state(long pid, String thread) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "task", thread, "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (NoSuchFileException ended) {
      throw new AssertionError("it ended by itself", ended);
    }
  }

  private static void signal(long pid, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
  }

  private static void end(Process process, Process strace) throws InterruptedException {
    process.destroyForcibly().waitFor();
    strace.destroyForcibly().waitFor();
  }
}
