package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.soundfile.SoundFile;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A sound file, read at a pace. It waits for the ring, so nothing of it is lost, and begins at the
 * tape's next sample, so nothing of it comes twice. Confined to the reader thread.
 */
public final class FileSource implements AudioSource {
  private static final long REST_NS = 20_000_000L;

  private final Path path;
  private final SoundFile header;
  private final RandomAccessFile file;

  /** What was read, where it takes more room in the file than on the tape. */
  private byte[] stored = {};

  private final Pacer pacer;
  private final Surroundings around;
  private long position;

  /**
   * Opens {@code path}.
   *
   * @param speed times real time; infinite: flat out
   * @throws TapewireException failed, if it is no sound file with samples
   */
  public FileSource(Path path, double speed, Surroundings around) {
    this.path = path;
    this.header = SoundFile.open(path);
    this.pacer = new Pacer(header.format(), speed, around);
    this.around = around;
    try {
      this.file = new RandomAccessFile(path.toFile(), "r");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public PcmFormat format() {
    return header.format();
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public void start(StartPoint from) {
    position = from.position();
    if (position > header.samples()) {
      throw TapewireException.failed(
          path
              + " has "
              + header.samples()
              + " samples, but the session has "
              + position
              + " of it; begin another with --session");
    }
    try {
      file.seek(header.dataAt() + position * header.storedBlockBytes());
    } catch (IOException e) {
      throw failed(e);
    }
    if (position == 0) {
      tellWhatHeaderHides();
    }
    pacer.start();
  }

  @Override
  public boolean read(Slot into) {
    int samples = (int) Math.min(into.samplesMax(), header.samples() - position);
    if (samples == 0) {
      tellWhatIsMissing();
      return false;
    }
    if (!pacer.await(samples)) {
      return true;
    }
    try {
      read(into.pcm(), samples);
    } catch (IOException e) {
      throw failed(e);
    }
    position += samples;
    pacer.gave(samples);
    into.fill(samples, around.clock().monotonicNs());
    return true;
  }

  private void read(byte[] pcm, int samples) throws IOException {
    int bytes = samples * header.storedBlockBytes();
    boolean roomy = header.storedBlockBytes() > format().blockBytes();
    if (roomy && stored.length < bytes) {
      stored = new byte[bytes];
    }
    byte[] into = roomy ? stored : pcm;
    file.readFully(into, 0, bytes);
    int left = header.transform().apply(into, bytes, format().encoding().bytesPerSample());
    if (roomy) {
      System.arraycopy(stored, 0, pcm, 0, left);
    }
  }

  @Override
  public boolean keepsUnread() {
    return true;
  }

  @Override
  public void rest() {
    around.idle().accept(REST_NS);
    pacer.start();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      around.log().warn("can't close " + path + ": " + IoReason.of(e), e);
    }
  }

  private void tellWhatHeaderHides() {
    long told = header.samplesTold();
    if (told != SoundFile.UNKNOWN && told < header.samples()) {
      warn(
          "holds more than its header tells: "
              + told
              + " samples told, recorded are all "
              + header.samples()
              + " that are there");
    }
    if (header.soundsBehind()) {
      warn("holds another sound behind its samples, which is not recorded");
    }
  }

  private void tellWhatIsMissing() {
    long told = header.samplesTold();
    if (told != SoundFile.UNKNOWN && told > header.samples()) {
      warn(
          "is cut short: its header says "
              + told
              + " samples, recorded are the "
              + header.samples()
              + " that are there");
    }
    if (header.tornBytes() > 0) {
      warn(
          "ends in "
              + header.tornBytes()
              + " bytes that are no whole sample of every channel; left out");
    }
    try {
      if (file.length() > header.fileBytes()) {
        warn("has grown while it was recorded; what came since is not recorded");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void warn(String what) {
    around.log().warn(path + " " + what);
  }

  private TapewireException failed(IOException e) {
    return TapewireException.failed("can't read " + path + ": " + IoReason.of(e), e);
  }
}
