package dev.tapewire.bench.micro;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.sender.conversion.ChannelChoice;
import dev.tapewire.sender.conversion.Conversion;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import okio.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done for each frame, apart from reading and writing. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Records {
  private static final PcmFormat SPEECH = new PcmFormat(16_000, 1, Encoding.S16LE);

  private final byte[] pcm = Frames.pcm();
  private final RecordEncoder encoder = new RecordEncoder();
  private final CRC32C crc = new CRC32C();
  private final RecordDigest digest = new RecordDigest();
  private final Conversion conversion = new Conversion(Frames.FORMAT, SPEECH, ChannelChoice.MIX);
  private long number;
  private long converted;

  /** Encodes a record of tape and wire, its CRC with it. */
  @Benchmark
  public int encode() {
    encoder.stamp(number++, number, number, number);
    return encoder.stampedFrame(Frames.SAMPLES, pcm, 0, pcm.length);
  }

  /** Copies a message for OkHttp, which wants it immutable. */
  @Benchmark
  public ByteString message() {
    return ByteString.of(pcm, 0, pcm.length);
  }

  /** The CRC alone. */
  @Benchmark
  public long crc() {
    crc.reset();
    crc.update(pcm, 0, pcm.length);
    return crc.getValue();
  }

  /** The digest, one record on. */
  @Benchmark
  public RecordDigest digest() {
    digest.update(pcm, 0, pcm.length);
    return digest;
  }

  /** From 44.1 to 16 kHz, as speech services want it. */
  @Benchmark
  public long resample() {
    conversion.take(pcm, 0, pcm.length, (bytes, offset, length) -> converted += length);
    return converted;
  }
}
