package dev.tapewire.common.tape;

import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.FrameSealer;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.SessionHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts records on the tape: numbers them, keeps the timeline, begins a new file when one is full.
 * Each file begins with the header. Confined to one thread.
 */
final class TapeAppender {
  /**
   * A file is left when it holds this much; with a record more it stays below 32 MiB. To begin one
   * costs some 11 KiB of objects, most of them Chronicle's: 0.7 bytes for each frame of 2 KiB.
   */
  static final long FILE_BYTES = TapeSpace.FILE_BYTES_MAX - (256 << 10);

  /** Left behind the last record of a file for Chronicle's end mark. */
  private static final int END_MARK_BYTES = 64;

  private final RecordEncoder encoder = new RecordEncoder();
  private final ChronicleAppender chronicle;
  private final TapeSpace space;
  private SessionHeader header;
  private int cycle;

  /** Where the last document of the file at hand ends. */
  private long end;

  private long number;
  private long position;
  private long frames;
  private long lostSamples;

  /** The first failure under the mapping: what is on the tape is not known from then on. */
  private RuntimeException broken;

  /**
   * Opens the tape.
   *
   * @param oldest the oldest cycle that there is
   * @param first the first cycle for this life
   */
  TapeAppender(Path directory, int oldest, int first) throws IOException {
    space = new TapeSpace(directory);
    chronicle = new ChronicleAppender(directory, oldest, first);
    cycle = first - 1;
  }

  /** Seals the frames of this life; to be said before it begins. */
  void sealWith(FrameSealer sealer) {
    encoder.sealWith(sealer);
  }

  /** Begins this life: goes on after {@code after}, or at 0 if that is null. */
  void begin(SessionHeader header, TapeEnd after) {
    this.header = header;
    if (after != null) {
      number = after.number;
      position = after.position;
      frames = after.frames;
      lostSamples = after.lostSamples;
    }
    beginFile();
  }

  /** {@return the header of the file at hand} */
  SessionHeader header() {
    return header;
  }

  /** Says to whom the session is addressed, for the headers to come. */
  void addressed(List<String> to) {
    header = header.at(frames, lostSamples, to);
  }

  void frame(byte[] pcm, int from, int samples, long capturedNs) {
    int bytes = samples * header.format().blockBytes();
    if (samples < 1 || bytes > RecordLayout.FRAME_PCM_BYTES_MAX) {
      throw new IllegalArgumentException(samples + " samples, " + bytes + " bytes: no frame");
    }
    checkNotBroken();
    if (end >= FILE_BYTES) {
      beginFile();
    }
    space.ensure(end);
    encoder.stamp(number, position, frames, capturedNs);
    append(encoder.stampedFrame(samples, pcm, from, bytes));
    position += samples;
    frames++;
  }

  void gap(long samples, GapReason reason) {
    if (samples < 1) {
      throw new IllegalArgumentException("a gap of " + samples + " samples");
    }
    appendSmall(encoder.gap(number, position, samples, reason));
    position += samples;
    lostSamples += samples;
  }

  void anchor(Anchor anchor) {
    appendSmall(encoder.anchor(number, position, anchor));
  }

  void address(String destination) {
    appendSmall(encoder.address(number, position, destination));
  }

  void end(EndCause cause) {
    appendSmall(encoder.end(number, position, frames, lostSamples, cause));
  }

  private void beginFile() {
    if (end > 0) {
      space.giveBack(end + END_MARK_BYTES);
    }
    space.begin(cycle + 1);
    cycle++;
    header = header.at(frames, lostSamples, header.to());
    append(encoder.header(number, position, header), true);
  }

  /** A small record is taken when the disk is full, too. */
  private void appendSmall(int length) {
    checkNotBroken();
    space.ensureSmall(end);
    append(length);
  }

  private void append(int length) {
    append(length, false);
  }

  private void append(int length, boolean beginsFile) {
    try {
      end =
          beginsFile
              ? chronicle.begin(cycle, encoder.bytes(), length)
              : chronicle.append(encoder.bytes(), length);
      number++;
    } catch (RuntimeException e) {
      broken = e;
      throw e;
    }
  }

  private void checkNotBroken() {
    if (broken != null) {
      throw new IllegalStateException("the tape failed before: " + broken.getMessage(), broken);
    }
  }

  long position() {
    return position;
  }

  long frames() {
    return frames;
  }

  long lostSamples() {
    return lostSamples;
  }

  void close() throws IOException {
    chronicle.close();
    if (end > 0 && broken == null) {
      space.giveBack(end + END_MARK_BYTES);
    }
    space.close();
  }
}
