package dev.tapewire.bench.micro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.internal.ws.WebSocketProtocol;
import okio.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a client does to each byte it sends, as OkHttp does it and as it could: see the proposal in
 * docs/decisions. Confined to JMH's thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Mask {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long REPEAT = 0x0000_0001_0000_0001L;

  private final byte[] key = {1, 2, 3, 4};
  private final Buffer buffer = new Buffer();
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

  /** Both do the same. */
  @Setup
  public void check() {
    byte[] shipped = masked(true);
    if (!Arrays.equals(shipped, masked(false)) || Arrays.equals(shipped, Frames.pcm())) {
      throw new IllegalStateException("they differ");
    }
    buffer.write(Frames.pcm());
  }

  private byte[] masked(boolean asShipped) {
    buffer.clear();
    buffer.write(Frames.pcm());
    if (asShipped) {
      shipped();
    } else {
      proposed();
    }
    return buffer.readByteArray();
  }

  /** As OkHttp is shipped. */
  @Benchmark
  public Buffer shipped() {
    buffer.readAndWriteUnsafe(cursor);
    cursor.seek(0);
    WebSocketProtocol.INSTANCE.toggleMask(cursor, key);
    cursor.close();
    return buffer;
  }

  /** Eight bytes at a time. */
  @Benchmark
  public Buffer proposed() {
    buffer.readAndWriteUnsafe(cursor);
    cursor.seek(0);
    toggle(cursor, key);
    cursor.close();
    return buffer;
  }

  private static void toggle(Buffer.UnsafeCursor cursor, byte[] key) {
    int at = 0;
    do {
      byte[] data = cursor.data;
      int i = cursor.start;
      for (; i < cursor.end && at % key.length != 0; i++) {
        data[i] ^= key[at++ % key.length];
      }
      long mask = ((int) INTS.get(key, 0) & 0xFFFF_FFFFL) * REPEAT;
      for (; i + Long.BYTES <= cursor.end; i += Long.BYTES) {
        LONGS.set(data, i, (long) LONGS.get(data, i) ^ mask);
      }
      for (; i < cursor.end; i++) {
        data[i] ^= key[at++ % key.length];
      }
    } while (cursor.next() != -1);
  }
}
