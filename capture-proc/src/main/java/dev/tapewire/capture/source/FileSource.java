package dev.tapewire.capture.source;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.soundfile.SoundFile;
import dev.tapewire.common.audio.PcmFormat;
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
      file.seek(header.dataAt() + format().bytes(position));
    } catch (IOException e) {
      throw failed(e);
    }
    pacer.start();
  }

  @Override
  public boolean read(Slot into) {
    int samples = (int) Math.min(into.samplesMax(), header.samples() - position);
    if (samples == 0) {
      warnIfShort();
      return false;
    }
    if (!pacer.await(samples)) {
      return true;
    }
    int bytes = samples * format().blockBytes();
    try {
      file.readFully(into.pcm(), 0, bytes);
    } catch (IOException e) {
      throw failed(e);
    }
    header.transform().apply(into.pcm(), bytes, format().encoding().bytesPerSample());
    position += samples;
    pacer.gave(samples);
    into.fill(samples, around.clock().monotonicNs());
    return true;
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
      around.log().warn("can't close " + path + ": " + e.getMessage(), e);
    }
  }

  private void warnIfShort() {
    long told = header.samplesTold();
    if (told != SoundFile.TO_THE_END && told > header.samples()) {
      around
          .log()
          .warn(
              path
                  + " is cut short: its header says "
                  + told
                  + " samples, recorded are the "
                  + header.samples()
                  + " that are there");
    }
  }

  private TapewireException failed(IOException e) {
    return TapewireException.failed("can't read " + path + ": " + e.getMessage(), e);
  }
}
