package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The samples of a pipe as the tape has them. A pipe that begins as a WAV, AIFF or AU file is read
 * as one; any other is raw PCM. Of samples that have to be transformed it gives whole ones, so that
 * what counts its bytes counts samples. Confined to one thread.
 */
public final class SoundPipe extends InputStream {
  /** What tells a header from samples. */
  private static final int LOOK_BYTES = 12;

  /** Writers that can't know the length tell the most that fits in 31 or 32 bits, or about that. */
  private static final long ABOUT_BYTES = 0x1_0000L;

  private static final Set<String> RIFFS = Set.of("RIFF", "RIFX", "RF64", "BW64");
  private static final Set<String> IFFS = Set.of("AIFF", "AIFC");

  private final InputStream in;
  private final HeadMemory memory;
  private final SoundHead head;
  private final PcmFormat format;
  private final Consumer<String> warn;
  private final int encodedBytes;
  private final int storedBytes;
  private byte[] stored = {};

  /** What was taken and is to be given before more is taken. */
  private byte[] before = {};

  private int beforeAt;

  /** Bytes of samples, as they stand in the pipe, that are given before a look behind them. */
  private long left;

  private int lostBytes;
  private boolean behindWasSeen;
  private boolean ended;

  private SoundPipe(
      InputStream in, HeadMemory memory, SoundHead head, PcmFormat format, Consumer<String> warn) {
    this.in = in;
    this.memory = memory;
    this.head = head;
    this.format = format;
    this.warn = warn;
    this.encodedBytes = format.encoding().bytesPerSample();
    this.storedBytes = head == null ? encodedBytes : head.transform().storedBytes(encodedBytes);
    this.left = Long.MAX_VALUE;
  }

  /**
   * Waits for the first bytes of {@code in} and says what they are.
   *
   * @param raw its format, if it has no header
   * @param given bytes that earlier lives were given; 0: none
   * @param warn takes what a person may want to know of the pipe
   * @throws HeaderException if it is no PCM
   */
  public static SoundPipe open(
      InputStream in, HeadMemory memory, PcmFormat raw, long given, Consumer<String> warn)
      throws IOException {
    PipeBytes bytes = new PipeBytes(in, memory);
    int length = bytes.take(LOOK_BYTES);
    if (isSound(bytes.all(), length)) {
      SoundHead head = SoundHead.of(bytes);
      SoundPipe pipe = new SoundPipe(in, memory, head, head.format(), warn);
      pipe.goOnBehind(given);
      return pipe;
    }
    String foreign = Foreign.nameOf(bytes.all(), length);
    if (foreign != null) {
      throw HeaderException.coded(foreign);
    }
    SoundPipe pipe = new SoundPipe(in, memory, null, raw, warn);
    pipe.before = bytes.all();
    pipe.beforeAt = (int) Math.min(given, length);
    return pipe;
  }

  private static boolean isSound(byte[] head, int length) {
    if (length < LOOK_BYTES) {
      return false;
    }
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    String magic = text.substring(0, 4);
    return (RIFFS.contains(magic) && text.startsWith("WAVE", 8))
        || (magic.equals("FORM") && IFFS.contains(text.substring(8, 12)))
        || magic.equals(".snd");
  }

  private void goOnBehind(long given) throws IOException {
    int torn = memory.torn();
    for (int i = torn; i > 0 && i < storedBytes; i++) {
      in.read();
    }
    if (torn > 0) {
      lostBytes = encodedBytes;
      memory.torn(0);
    }
    long told = head.dataBytes();
    if (told != SoundHead.UNKNOWN && !isOpenEnded(told)) {
      long all = given + lostBytes;
      long taken = all / encodedBytes * storedBytes + all % encodedBytes;
      left = told - told % storedBytes - taken;
      behindWasSeen = taken > 0 && left <= 0; // What is there then, nobody can look at again.
      left = behindWasSeen ? Long.MAX_VALUE : left;
    }
  }

  private static boolean isOpenEnded(long told) {
    return Math.abs(told - Integer.MAX_VALUE) < ABOUT_BYTES
        || Math.abs(told - 2L * Integer.MAX_VALUE) < ABOUT_BYTES;
  }

  /**
   * {@return bytes of a sample that was lost as an earlier life was killed in the middle of it;
   * they count as given}
   */
  public int lostBytes() {
    return lostBytes;
  }

  /** {@return the format of what it gives} */
  public PcmFormat format() {
    return format;
  }

  /** {@return what it began as, for people: {@code WAV}; null: as samples} */
  public String type() {
    return head == null ? null : head.type();
  }

  @Override
  public int available() throws IOException {
    int held = before.length - beforeAt;
    long ready = held + (left > 0 ? Math.min(left, in.available()) : 0);
    return (int) (ready / storedBytes * encodedBytes + (transforms() ? 0 : ready % storedBytes));
  }

  @Override
  public int read() throws IOException {
    throw new UnsupportedOperationException("read some bytes at once");
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    if (left == 0 && !behindWasSeen && beforeAt == before.length) {
      lookBehind();
    }
    if (ended) {
      return -1;
    }
    return transforms() ? transformed(into, at, length) : plain(into, at, length);
  }

  private boolean transforms() {
    return head != null && head.transform() != SampleTransform.NONE;
  }

  private int plain(byte[] into, int at, int length) throws IOException {
    int got = take(into, at, length);
    if (got < 0) {
      end();
    }
    return got;
  }

  private int transformed(byte[] into, int at, int length) throws IOException {
    int ready = Math.max(1, available() / encodedBytes);
    int wanted = Math.max(1, Math.min(length / encodedBytes, ready)) * storedBytes;
    if (stored.length < wanted) {
      stored = new byte[wanted];
    }
    int got = take(stored, 0, wanted);
    while (got > 0 && got % storedBytes != 0) {
      memory.torn(got % storedBytes);
      int more = take(stored, got, storedBytes - got % storedBytes);
      if (more < 0) {
        got -= got % storedBytes;
        got = got == 0 ? -1 : got;
      } else {
        got += more;
        memory.torn(got % storedBytes);
      }
    }
    if (got < 0) {
      end();
      return -1;
    }
    int given = head.transform().apply(stored, got, encodedBytes);
    System.arraycopy(stored, 0, into, at, given);
    return given;
  }

  /** Takes at least one byte. {@return -1 at the end} */
  private int take(byte[] into, int at, int length) throws IOException {
    if (beforeAt < before.length) {
      int held = Math.min(length, before.length - beforeAt);
      System.arraycopy(before, beforeAt, into, at, held);
      beforeAt += held;
      return held;
    }
    if (left == 0) {
      return -1;
    }
    int got = in.read(into, at, (int) Math.min(left, length));
    left -= left == Long.MAX_VALUE || got < 0 ? 0 : got;
    return got;
  }

  private void end() {
    ended = true;
    if (left > 0 && left < Long.MAX_VALUE) {
      warn.accept(
          "is cut short: its header says "
              + toldSamples()
              + " samples, "
              + left / head.blockBytes()
              + " of which never came");
    }
  }

  /** Behind the told samples stands metadata, or the header told too few. */
  private void lookBehind() throws IOException {
    behindWasSeen = true;
    int torn = (int) (head.dataBytes() % storedBytes);
    ChunkStream chunks =
        head.chunks() == null ? null : new ChunkStream(head.chunks(), torn, head.dataBytes() & 1);
    byte[] behind = chunks == null ? new byte[0] : chunks.readFrom(in);
    if (chunks != null && chunks.isMetadata()) {
      ended = true;
      return;
    }
    before = behind;
    beforeAt = 0;
    left = Long.MAX_VALUE;
    if (head.dataBytes() > 0) {
      warn.accept(
          "goes on behind the "
              + toldSamples()
              + " samples that its header tells; they are recorded, too");
    }
  }

  private long toldSamples() {
    return head.dataBytes() / head.blockBytes();
  }
}
