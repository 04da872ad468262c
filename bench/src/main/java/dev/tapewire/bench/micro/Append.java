package dev.tapewire.bench.micro;

import dev.tapewire.common.tape.TapeWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Appends to a tape of its own, 40 MB at a time. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Append {
  static final int FRAMES = 20_000;

  private final byte[] pcm = Frames.pcm();
  private Path directory;
  private TapeWriter tape;

  /** Begins a tape. */
  @Setup(Level.Invocation)
  public void begin() throws IOException {
    directory = Frames.directory();
    tape = Frames.begin(directory);
  }

  /** Appends. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long frame() {
    for (int i = 0; i < FRAMES; i++) {
      tape.frame(pcm, 0, Frames.SAMPLES, i);
    }
    return tape.frames();
  }

  /** Deletes it. */
  @TearDown(Level.Invocation)
  public void delete() throws IOException {
    tape.close();
    Frames.delete(directory);
  }
}
