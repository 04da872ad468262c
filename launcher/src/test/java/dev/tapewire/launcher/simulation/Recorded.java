package dev.tapewire.launcher.simulation;

import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.tape.MemoryTape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One session as it was recorded: its tape, and what a receiver must end up with. Every frame
 * begins with a number of its own, so that none can be taken for another. Confined to one thread.
 */
final class Recorded {
  private static final int BLOCK = MemoryTape.FORMAT.blockBytes();
  private static final int LOST = -1;

  final String name;
  final MemoryTape tape;
  private final int frameBytes;

  /** The timeline with silence for what was lost, and the frames alone. */
  private byte[] audio = new byte[1 << 14];

  private byte[] frames = new byte[1 << 14];
  private int audioBytes;
  private int framesBytes;

  /** By record number: how much of both lies below and with it. */
  private int[] audioEnd = new int[256];

  private int[] framesEnd = new int[256];

  /** By the frame's own number: where among the frames it stands. */
  private int[] frameAt = new int[256];

  private int framesMade;
  private int cuts;
  private boolean ended;

  Recorded(String name, int frameSamples, long seed) {
    this.name = name;
    this.frameBytes = frameSamples * BLOCK;
    this.tape = new MemoryTape(name, seed);
    noted();
  }

  void frame(long nowNs) {
    byte[] pcm = new byte[frameBytes];
    Arrays.fill(pcm, (byte) (framesMade * 7 + 1));
    ByteBuffer.wrap(pcm).putInt(framesMade);
    audio = with(audio, audioBytes, pcm);
    frames = with(frames, framesBytes, pcm);
    if (framesMade == frameAt.length) {
      frameAt = Arrays.copyOf(frameAt, framesMade * 2);
    }
    frameAt[framesMade++] = framesBytes;
    audioBytes += frameBytes;
    framesBytes += frameBytes;
    tape.addFrame(pcm, nowNs);
    noted();
  }

  private static byte[] with(byte[] all, int size, byte[] more) {
    byte[] wide =
        size + more.length <= all.length
            ? all
            : Arrays.copyOf(all, Math.max(size + more.length, all.length * 2));
    System.arraycopy(more, 0, wide, size, more.length);
    return wide;
  }

  void gap(int samples, GapReason reason) {
    audio = with(audio, audioBytes, new byte[samples * BLOCK]);
    audioBytes += samples * BLOCK;
    tape.addGap(samples, reason);
    noted();
  }

  void anchor(long nowNs) {
    tape.addAnchor(new Anchor(tape.position(), nowNs, nowNs));
    noted();
  }

  void end() {
    tape.addEnd();
    ended = true;
    noted();
  }

  /** Capture died and came back. */
  void restart() {
    tape.restart();
    noted();
  }

  /** The power was cut: all from record {@code keep} on is gone, capture comes back. */
  void cut(int keep) {
    for (int i = framesMade - 1; i >= 0 && frameAt[i] >= framesEnd[keep - 1]; i--) {
      frameAt[i] = LOST;
    }
    audioBytes = audioEnd[keep - 1];
    framesBytes = framesEnd[keep - 1];
    cuts++;
    tape.cut(keep);
    noted();
  }

  private void noted() {
    int last = endNumber() - 1;
    if (last >= audioEnd.length) {
      audioEnd = Arrays.copyOf(audioEnd, last * 2);
      framesEnd = Arrays.copyOf(framesEnd, last * 2);
    }
    audioEnd[last] = audioBytes;
    framesEnd[last] = framesBytes;
  }

  int endNumber() {
    return (int) tape.endNumber();
  }

  int cuts() {
    return cuts;
  }

  boolean ended() {
    return ended;
  }

  int audioBytes() {
    return audioBytes;
  }

  int framesBytes() {
    return framesBytes;
  }

  /** {@return bytes of frames below record {@code next}} */
  int framesBelow(long next) {
    return next == 0 ? 0 : framesEnd[(int) next - 1];
  }

  /** {@return bytes of audio below record {@code next}} */
  int audioBelow(long next) {
    return next == 0 ? 0 : audioEnd[(int) next - 1];
  }

  /** {@return whether these bytes stand at {@code at} of the timeline} */
  boolean isAudio(byte[] bytes, int from, int length, int at) {
    return at + length <= audioBytes
        && Arrays.equals(bytes, from, from + length, audio, at, at + length);
  }

  /** {@return where among the frames the one stands that begins at {@code from}; -1: lost} */
  int placeOf(byte[] bytes, int from) {
    int number = ByteBuffer.wrap(bytes, from, Integer.BYTES).getInt();
    return number >= 0 && number < framesMade ? frameAt[number] : LOST;
  }

  /** {@return whether these bytes stand at {@code at} of the frames} */
  boolean isFrames(byte[] bytes, int from, int length, int at) {
    return at + length <= framesBytes
        && Arrays.equals(bytes, from, from + length, frames, at, at + length);
  }
}
