package dev.tapewire.capture.soundfile;

import dev.tapewire.common.audio.PcmFormat;
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
 * @param dataBytes what the header says; {@link #TO_THE_END} if it doesn't know
 * @param fileBytes how long the file is
 */
public record SoundFile(
    PcmFormat format, SampleTransform transform, long dataAt, long dataBytes, long fileBytes) {
  /** The header was written before the length was known. */
  public static final long TO_THE_END = Long.MAX_VALUE;

  private static final int MAGIC_BYTES = 4;

  /** {@return whole samples per channel that are there} */
  public long samples() {
    return Math.min(dataBytes, fileBytes - dataAt) / format.blockBytes();
  }

  /** {@return whole samples per channel that the header says, or {@link #TO_THE_END}} */
  public long samplesTold() {
    return dataBytes == TO_THE_END ? TO_THE_END : dataBytes / format.blockBytes();
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
        SoundFile found = parse(new HeaderBytes(channel));
        if (found.samples() < 1) {
          throw failed(file, "there is not one sample in it", null);
        }
        return found;
      }
    } catch (NoSuchFileException e) {
      throw failed(file, "no such file", e);
    } catch (AccessDeniedException e) {
      throw failed(file, "permission denied", e);
    } catch (HeaderException | IOException e) {
      throw failed(file, e.getMessage(), e);
    }
  }

  private static SoundFile parse(HeaderBytes bytes) throws IOException {
    if (bytes.length() < MAGIC_BYTES) {
      throw new HeaderException("not a sound file; WAV, AIFF and AU are read");
    }
    String magic = bytes.tag(0);
    return switch (magic) {
      case "RIFF", "RF64" -> new WavParser(bytes).parse();
      case "FORM" -> new AiffParser(bytes).parse();
      case ".snd" -> AuParser.parse(bytes);
      default ->
          throw new HeaderException(
              "not a WAV, AIFF or AU file; for others use cmd:'ffmpeg -i FILE -f s16le -'");
    };
  }

  static SoundFile of(HeaderBytes bytes, Samples samples, long dataAt, long dataBytes)
      throws IOException {
    try {
      PcmFormat format =
          new PcmFormat(samples.rateHz(), samples.channels(), samples.kind().encoding());
      SampleTransform transform = samples.kind().transform();
      return new SoundFile(format, transform, dataAt, dataBytes, bytes.length());
    } catch (IllegalArgumentException e) {
      throw new HeaderException("its header says " + e.getMessage());
    }
  }

  private static TapewireException failed(Path file, String reason, Exception cause) {
    return TapewireException.failed("can't read " + file + ": " + reason, cause);
  }

  /** What a header says of rate, channels and samples. Immutable. */
  record Samples(int rateHz, int channels, SampleKind kind) {}
}
