package dev.tapewire.bench.micro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
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

/** The limit of our library: the same bytes, and nothing else. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BareChronicle {
  private static final long BLOCK_BYTES = 1 << 20;

  private final Bytes<byte[]> frame = Bytes.wrapForRead(Frames.pcm());
  private final Bytes<?> into = Bytes.elasticByteBuffer();
  private Path directory;
  private ChronicleQueue queue;

  /** Begins a queue. */
  @Setup(Level.Invocation)
  public void begin() throws IOException {
    directory = Frames.directory();
    queue = SingleChronicleQueueBuilder.binary(directory).blockSize(BLOCK_BYTES).build();
  }

  /** Appends, then reads all of it. */
  @Benchmark
  @OperationsPerInvocation(Append.FRAMES)
  public long appendAndTail() {
    append();
    long read = 0;
    ExcerptTailer tailer = queue.createTailer();
    while (tailer.readBytes(into.clear())) {
      read += into.readRemaining();
    }
    return read;
  }

  /** Appends. */
  @Benchmark
  @OperationsPerInvocation(Append.FRAMES)
  public long append() {
    ExcerptAppender appender = queue.createAppender();
    for (int i = 0; i < Append.FRAMES; i++) {
      frame.readPositionRemaining(0, Frames.PCM_BYTES);
      appender.writeBytes(frame);
    }
    return appender.lastIndexAppended();
  }

  /** Deletes it. */
  @TearDown(Level.Invocation)
  public void delete() throws IOException {
    queue.close();
    Frames.delete(directory);
  }
}
