package dev.tapewire.common.tape;

import dev.tapewire.common.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A real process that writes a tape, to be killed. A frame's samples follow from its sequence, so
 * what is on the tape can be checked without what was in memory.
 */
final class WriterProcess {
  /** Appends frames until it is killed, as fast as it can. */
  static final String FLAT_OUT = "flat-out";

  /** Appends 100 frames, then begins a document of Chronicle's and stays in the middle of it. */
  static final String HALF_DOCUMENT = "half-document";

  /** Appends 100 frames, then stays. */
  static final String IDLE = "idle";

  /** Fills three files, then five, and says how many bytes it allocated for a frame of those. */
  static final String ALLOCATING = "allocating";

  private static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

  private WriterProcess() {}

  static byte[] pcm(long sequence) {
    byte[] pcm = new byte[TapeSession.FRAME_SAMPLES * TapeSession.FORMAT.blockBytes()];
    new Random(sequence).nextBytes(pcm);
    return pcm;
  }

  /** Starts one; {@code prefix} stands before the java command, such as unshare. */
  static Process start(TapeSession session, String mode, String... prefix) throws IOException {
    List<String> command = new ArrayList<>(Arrays.asList(prefix));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(OPENS);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WriterProcess.class.getName(), session.paths.directory().toString()));
    command.add(mode);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Waits until it has said {@code line}. */
  static void await(Process process, String line) throws IOException {
    // Always the same reader: another would miss what the first one has read ahead.
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String read = out.readLine();
    if (!line.equals(read)) {
      throw new IOException("said '" + read + "' instead of '" + line + "'");
    }
  }

  /** kill -9 for it and what it started. */
  static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    TapeWriter writer =
        Tape.openWriter(
            new dev.tapewire.common.session.SessionPaths(directory),
            TapeSession.WANTED,
            new SystemClock(),
            new Random());
    if (args[1].equals(ALLOCATING)) {
      appendFiles(writer, 3);
      System.out.println(appendFiles(writer, 5));
      return;
    }
    for (int i = 0; i < 100 || args[1].equals(FLAT_OUT); i++) {
      writer.frame(pcm(writer.frames()), 0, TapeSession.FRAME_SAMPLES, System.nanoTime());
      if (i == 10) {
        System.out.println("writing");
      }
    }
    if (args[1].equals(HALF_DOCUMENT)) {
      writer.close();
      stayInDocument(directory);
    }
    System.out.println("idle");
    Thread.sleep(Long.MAX_VALUE);
  }

  /** {@return the bytes that this thread allocated for each frame} */
  private static double appendFiles(TapeWriter writer, int files) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    byte[] pcm = pcm(0);
    int frames = (int) (files * TapeAppender.FILE_BYTES / (TapeFile.WORD_BYTES + 48 + pcm.length));
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < frames; i++) {
      writer.frame(pcm, 0, TapeSession.FRAME_SAMPLES, i);
    }
    return (double) (threads.getThreadAllocatedBytes(thread) - before) / frames;
  }

  private static void stayInDocument(Path directory) throws InterruptedException {
    int cycle = new TapeIndex(directory).newestCycle();
    SingleChronicleQueue queue =
        SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FIVE_MINUTELY)
            .blockSize(1 << 20)
            .timeProvider(() -> cycle * CycleName.CYCLE_MS)
            .build();
    ExcerptAppender appender = queue.createAppender();
    DocumentContext document = appender.writingDocument();
    document.wire().bytes().write(new byte[1000]);
    System.out.println("half");
    Thread.sleep(Long.MAX_VALUE);
  }
}
