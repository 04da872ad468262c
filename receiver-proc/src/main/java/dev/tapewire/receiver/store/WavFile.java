package dev.tapewire.receiver.store;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A WAV file that grows at its end and whose head says at every sync how much of it there is.
 * Confined to the agent thread, but for {@link #sync}, {@link #fill}, {@link #copyTo} and {@link
 * #checkThere}.
 */
final class WavFile implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 * 1024;

  private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK_BYTES).asReadOnlyBuffer();

  private final Path file;
  private final PcmFormat format;
  private final FileChannel channel;
  private final FileMark mark;
  private final int headBytes;
  private List<Span> unfilled = new ArrayList<>();
  private long dataBytes;

  /**
   * Audio by its bytes. Immutable.
   *
   * @param from the first
   * @param to one past the last
   */
  record Span(long from, long to) {}

  private WavFile(Path file, PcmFormat format, FileChannel channel) throws IOException {
    this.file = file;
    this.format = format;
    this.channel = channel;
    this.mark = FileMark.of(file);
    this.headBytes = WavHeader.length(format);
    this.dataBytes = Math.max(0, channel.size() - headBytes);
  }

  /** Opens a file, making it if there is none; whatever is behind its head counts as audio. */
  static WavFile open(Path file, PcmFormat format) throws IOException {
    return open(file, format, StandardOpenOption.CREATE);
  }

  private static WavFile open(Path file, PcmFormat format, StandardOpenOption how)
      throws IOException {
    FileChannel channel =
        OwnFiles.open(file, how, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new WavFile(file, format, channel);
  }

  /** {@return whether there is such a file with more than a head} */
  static boolean holdsAudio(Path file, PcmFormat format) throws IOException {
    return OwnFiles.isFile(file) && Files.size(file) > WavHeader.length(format);
  }

  /** {@return bytes of audio, synced or not} */
  long dataBytes() {
    return dataBytes;
  }

  /** {@return bytes of audio behind the first {@code vouched}} */
  long beyond(long vouched) throws IOException {
    long padded = vouched + WavHeader.padBytes(vouched);
    return Math.max(0, channel.size() - headBytes - padded);
  }

  /** {@return whether the head says that there are just so many bytes of audio} */
  boolean headSays(long bytes) throws IOException {
    ByteBuffer there = ByteBuffer.allocate(headBytes);
    int read = channel.read(there, 0);
    return read == headBytes && Arrays.equals(there.array(), WavHeader.of(format, bytes));
  }

  /** Goes on behind the first {@code bytes}, which become durable; what is beyond stays. */
  void goOn(long bytes) throws IOException {
    dataBytes = bytes;
    channel.force(false);
  }

  /** Appends whole blocks. */
  void append(byte[] pcm, int from, int length) throws IOException {
    write(ByteBuffer.wrap(pcm, from, length), headBytes + dataBytes);
    dataBytes += length;
  }

  /** Appends silence: a hole, for ever where silence is zeros, else until it is filled. */
  void silence(long samples) throws IOException {
    long from = dataBytes;
    dataBytes += format.bytes(samples);
    if (format.encoding().silence() == 0) {
      if (dataBytes > from) {
        write(ByteBuffer.wrap(new byte[1]), headBytes + dataBytes - 1);
      }
    } else if (dataBytes - from > CHUNK_BYTES) {
      unfilled.add(new Span(from, dataBytes));
    } else {
      fill(from, dataBytes);
    }
  }

  /** {@return what is to be filled before it is synced; it is not told again} */
  List<Span> takeUnfilled() {
    List<Span> taken = unfilled;
    unfilled = new ArrayList<>();
    return taken;
  }

  /** Writes silence there. */
  void fill(long from, long to) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, to - from)];
    Arrays.fill(chunk, format.encoding().silence());
    for (long at = from; at < to; at += chunk.length) {
      int length = (int) Math.min(chunk.length, to - at);
      write(ByteBuffer.wrap(chunk, 0, length), headBytes + at);
    }
  }

  /** Forgets the audio from {@code to} on and makes the head say so. */
  void truncate(long to) throws IOException {
    dataBytes = to;
    channel.truncate(headBytes + to);
    writeHead(to);
    pad();
  }

  /** Ends the audio at an even byte, a hole included; audio that follows overwrites it. */
  void pad() throws IOException {
    long end = headBytes + dataBytes;
    if (WavHeader.padBytes(dataBytes) > 0) {
      write(ByteBuffer.wrap(new byte[1]), end);
    } else if (channel.size() < end) {
      write(ByteBuffer.wrap(new byte[1]), end - 1);
    }
  }

  /**
   * Makes the first {@code bytes} of audio durable, and the head that says so. May run on another
   * thread while audio is appended.
   */
  void sync(long bytes) throws IOException {
    writeHead(bytes);
    channel.force(false);
  }

  /** Makes durable what is written. */
  void force() throws IOException {
    channel.force(false);
  }

  /** Throws if the file has lost its name, or another has it. */
  void checkThere() throws IOException {
    mark.check(file);
  }

  /** {@return a new WAV of that name, for audio of this one} */
  WavFile begin(Path copy, long bytes) throws IOException {
    WavFile begun = open(copy, format, StandardOpenOption.CREATE_NEW);
    begun.dataBytes = bytes;
    begun.writeHead(bytes);
    begun.pad();
    return begun;
  }

  /**
   * Copies audio to where the copy, which begins with byte {@code base}, has it; what is a hole or
   * zeros here is a hole there.
   *
   * @return bytes that were written
   */
  long copyTo(WavFile copy, long base, Span span) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long written = 0;
    for (long at = span.from(); at < span.to(); at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, span.to() - at));
      readFully(chunk, headBytes + at);
      chunk.flip();
      if (!isZero(chunk)) {
        written += chunk.limit();
        copy.write(chunk, headBytes + at - base);
      }
    }
    return written;
  }

  private void readFully(ByteBuffer chunk, long from) throws IOException {
    int read = 0;
    while (read >= 0 && chunk.hasRemaining()) {
      read = channel.read(chunk, from + chunk.position());
    }
    chunk.limit(chunk.position()); // At the end of the file.
    if (chunk.limit() == 0) {
      throw new IOException(file + " was cut short while it was copied");
    }
  }

  private static boolean isZero(ByteBuffer chunk) {
    return ZEROS.duplicate().limit(chunk.limit()).equals(chunk);
  }

  private void writeHead(long bytes) throws IOException {
    write(ByteBuffer.wrap(WavHeader.of(format, bytes)), 0);
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += channel.write(bytes, place);
    }
  }

  /** {@return the file's name, for people} */
  String name() {
    return file.getFileName().toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
