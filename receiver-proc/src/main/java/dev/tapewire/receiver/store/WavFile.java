package dev.tapewire.receiver.store;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A WAV file that grows at its end and whose head says at every sync how much of it there is.
 * Confined to the agent thread, but for {@link #sync}.
 */
final class WavFile implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path file;
  private final PcmFormat format;
  private final FileChannel channel;
  private final int headBytes;
  private long dataBytes;

  private WavFile(Path file, PcmFormat format, FileChannel channel) throws IOException {
    this.file = file;
    this.format = format;
    this.channel = channel;
    this.headBytes = WavHeader.length(format);
    this.dataBytes = Math.max(0, channel.size() - headBytes);
  }

  /** Opens a file, making it if there is none; whatever is behind its head counts as audio. */
  static WavFile open(Path file, PcmFormat format) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS); // It may lead out of the directory.
    return new WavFile(file, format, channel);
  }

  /** {@return whether there is such a file with more than a head} */
  static boolean holdsAudio(Path file, PcmFormat format) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) > WavHeader.length(format);
  }

  /** {@return bytes of audio, synced or not} */
  long dataBytes() {
    return dataBytes;
  }

  /** Appends whole blocks. */
  void append(byte[] pcm, int from, int length) throws IOException {
    write(ByteBuffer.wrap(pcm, from, length), headBytes + dataBytes);
    dataBytes += length;
  }

  /** Appends silence: a hole in the file, where silence is zeros. */
  void silence(long samples) throws IOException {
    long end = dataBytes + format.bytes(samples);
    byte silence = format.encoding().silence();
    if (silence == 0 && end > dataBytes) {
      write(ByteBuffer.wrap(new byte[1]), headBytes + end - 1);
      dataBytes = end;
      return;
    }
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, end - dataBytes)];
    Arrays.fill(chunk, silence);
    while (dataBytes < end) {
      append(chunk, 0, (int) Math.min(chunk.length, end - dataBytes));
    }
  }

  /** Forgets the audio from {@code to} on and makes the head say so. */
  void truncate(long to) throws IOException {
    dataBytes = to;
    channel.truncate(headBytes + to);
    writeHead(to);
    pad();
  }

  /** Ends the audio at an even byte; audio that follows overwrites it. */
  void pad() throws IOException {
    if (WavHeader.padBytes(dataBytes) > 0) {
      write(ByteBuffer.wrap(new byte[1]), headBytes + dataBytes);
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

  /** Copies the audio from {@code from} on into a WAV of its own. {@return that file's name} */
  String copy(long from, Path to) throws IOException {
    long bytes = dataBytes - from;
    try (WavFile copy = open(to, format)) {
      copy.truncate(bytes);
      long done = 0;
      copy.channel.position(headBytes);
      while (done < bytes) {
        done += channel.transferTo(headBytes + from + done, bytes - done, copy.channel);
      }
      copy.channel.force(true);
    }
    return to.getFileName().toString();
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

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
