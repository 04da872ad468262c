package dev.tapewire.capture;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tape in memory whose disk can be full; lost samples stand in its PCM as zeros. */
public final class RecordingTape implements TapeWriter {
  private final SessionHeader header;
  private final PcmFormat format;
  private final CounterFile<CaptureCounter> counters;
  private final ByteArrayOutputStream timeline = new ByteArrayOutputStream();
  private final List<Anchor> anchors = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private long frames;
  private long lost;
  private boolean diskFull;

  public RecordingTape(Path directory, PcmFormat format, int frameSamples) throws IOException {
    this.format = format;
    this.header =
        new SessionHeader(
            "s", "0".repeat(32), format, "tone", "host", 0, frameSamples, 0, List.of());
    this.counters = CounterFile.openWriter(directory.resolve("counters"), CaptureCounter.class);
  }

  /** This tape as the only one of a recording. */
  TapeChain chain(Path tapes) {
    TapeChain.Opener opener =
        new TapeChain.Opener() {
          @Override
          public TapeWriter open(SessionPaths paths, Continues continues, List<String> to) {
            return RecordingTape.this;
          }

          @Override
          public SessionCare care(SessionPaths paths, TapeWriter tape) {
            return null;
          }
        };
    Log silent = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    return TapeChain.open(tapes, "none", 0, opener, silent);
  }

  public void diskFull(boolean full) {
    diskFull = full;
  }

  /** All samples in order; lost ones are zeros. */
  public byte[] timeline() {
    return timeline.toByteArray();
  }

  public List<Anchor> anchors() {
    return anchors;
  }

  /** Each as {@code POSITION+SAMPLES reason}. */
  public List<String> gaps() {
    return gaps;
  }

  @Override
  public SessionHeader header() {
    return header;
  }

  @Override
  public boolean resumed() {
    return false;
  }

  @Override
  public long withheldSamples() {
    return 0;
  }

  @Override
  public Anchor lastAnchor() {
    return null;
  }

  @Override
  public long position() {
    return timeline.size() / format.blockBytes();
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public long lostSamples() {
    return lost;
  }

  @Override
  public CounterFile<CaptureCounter> counters() {
    return counters;
  }

  @Override
  public void frame(byte[] pcm, int from, int samples, long capturedNs) {
    refuseIfFull();
    timeline.writeBytes(Arrays.copyOfRange(pcm, from, from + samples * format.blockBytes()));
    frames++;
  }

  @Override
  public void gap(long samples, GapReason reason) {
    refuseIfFull();
    gaps.add(position() + "+" + samples + " " + reason.label());
    timeline.writeBytes(new byte[Math.toIntExact(format.bytes(samples))]);
    lost += samples;
  }

  @Override
  public void anchor(Anchor anchor) {
    refuseIfFull();
    anchors.add(anchor);
  }

  @Override
  public void address(String destination) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void beat() {
    // Nobody looks.
  }

  @Override
  public void end(EndCause cause) {
    refuseIfFull();
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private void refuseIfFull() {
    if (diskFull) {
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
  }
}
