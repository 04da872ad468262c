package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.ShellWord;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the samples of a sound file stand and how they are written. Java Sound's own readers are
 * not asked: they refuse RF64, float in WAVE_FORMAT_EXTENSIBLE and a header written into a pipe,
 * and to skip to a sample they read all before it. Immutable.
 *
 * @param format of the samples once transformed
 * @param transform from the file's bytes to the format's
 * @param dataAt offset of the first sample
 * @param dataBytes that the samples take, whatever the header says
 * @param samplesTold per channel, as the header says; {@link #UNKNOWN} if it doesn't know
 * @param soundsBehind whether more samples stand behind these, as a sound of their own
 * @param fileBytes how long the file was then
 */
public record SoundFile(
    PcmFormat format,
    SampleTransform transform,
    long dataAt,
    long dataBytes,
    long samplesTold,
    boolean soundsBehind,
    long fileBytes) {
  /** The header was written before the length was known. */
  public static final long UNKNOWN = SoundHead.UNKNOWN;

  /** {@return bytes of one sample of every channel as it stands in the file} */
  public int storedBlockBytes() {
    return format.channels() * transform.storedBytes(format.encoding().bytesPerSample());
  }

  /** {@return whole samples per channel that are there} */
  public long samples() {
    return dataBytes / storedBlockBytes();
  }

  /** {@return bytes behind the last whole block, that are too few for another} */
  public int tornBytes() {
    return (int) (dataBytes % storedBlockBytes());
  }

  /**
   * Reads the header of {@code file}.
   *
   * @throws TapewireException failed: no such file, not a sound file, or no sample in it
   */
  public static SoundFile open(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw failed(file, "not a regular file; for a pipe use --source - or cmd:", null);
      }
      try (FileChannel channel = FileChannel.open(file)) {
        SoundFile found = of(new FileBytes(channel));
        if (found.samples() < 1) {
          throw failed(file, "there is not one sample in it", null);
        }
        return found;
      }
    } catch (NoSuchFileException e) {
      throw failed(file, "no such file", e);
    } catch (AccessDeniedException e) {
      throw failed(file, "permission denied", e);
    } catch (HeaderException e) {
      throw failed(file, e.getMessage() + decoder(file, e.decoder()), e);
    } catch (IOException e) {
      throw failed(file, IoReason.of(e), e);
    }
  }

  private static SoundFile of(HeaderBytes bytes) throws IOException {
    SoundHead head = SoundHead.of(bytes);
    Chunks behind = head.chunks() == null ? null : new Chunks(bytes, head.chunks());
    return new SoundFile(
        head.format(),
        head.transform(),
        head.dataAt(),
        Math.max(0, dataBytes(bytes, head, behind)),
        head.samplesTold(),
        behind != null && behind.holdSounds(),
        bytes.length());
  }

  /**
   * Headers lie: lengths are never filled in, or don't fit in 32 bits. What stands behind the told
   * samples is metadata where it parses as that, and otherwise samples, too.
   */
  private static long dataBytes(HeaderBytes bytes, SoundHead head, Chunks behind)
      throws IOException {
    long rest = bytes.length() - head.dataAt();
    if (behind == null || rest <= 0) {
      return rest;
    }
    long told = head.dataBytes();
    boolean fits = told != SoundHead.UNKNOWN && told <= rest;
    // The odd byte, which is as long as a whole block of 8 bits, or less than a block.
    if (fits && told > 0 && rest - told <= Math.max(told & 1, head.blockBytes() - 1L)) {
      return told;
    }
    // Some writers leave the odd byte out.
    long after = head.dataAt() + told;
    if (fits && (behind.fillFrom(after + (told & 1)) || behind.fillFrom(after))) {
      return told;
    }
    return behind.startIn(head.dataAt() + (fits ? told : 0)) - head.dataAt();
  }

  /** {@return the words that name a way for a file that we don't read} */
  private static String decoder(Path file, String output) {
    if (output == null) {
      return "";
    }
    String command = "ffmpeg -v error -i " + ShellWord.quoted(file.toString()) + " " + output;
    return "; try --source " + ShellWord.quoted("cmd:" + command);
  }

  private static TapewireException failed(Path file, String reason, Exception cause) {
    return TapewireException.failed("can't read " + file + ": " + reason, cause);
  }
}
