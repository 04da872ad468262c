package dev.tapewire.bench.micro;

import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.tape.TapeWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads a tape of 40 MB over and over, record by record. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Tail {
  private final RecordView record = new RecordView();
  private Path directory;
  private TapeReader tape;

  /** Records. */
  @Setup
  public void record() throws IOException {
    directory = Frames.directory();
    byte[] pcm = Frames.pcm();
    try (TapeWriter writer = Frames.begin(directory)) {
      for (int i = 0; i < Append.FRAMES; i++) {
        writer.frame(pcm, 0, Frames.SAMPLES, i);
      }
      writer.end();
    }
    tape = Tape.openReader(Frames.paths(directory));
  }

  /** Reads a record, with its CRC checked. */
  @Benchmark
  public long poll() {
    if (!tape.poll(record)) {
      tape.seek(0);
    }
    return record.number();
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    tape.close();
    Frames.delete(directory);
  }
}
