package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.sender.conversion.ChannelChoice;
import dev.tapewire.sender.conversion.Conversion;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The audio that one link of a service gets: records go in, bytes of the service's format come out,
 * and each service sample knows the position on the tape where it stands. A long gap is silence for
 * a while and then left out. Confined to the agent thread.
 */
final class ServiceStream {
  /** Of a gap, so much is silence, so that words on both sides stay apart. */
  static final long GAP_NS_MAX = TimeUnit.SECONDS.toNanos(2);

  private static final int BYTES_FIRST = 64 * 1024;

  private final Conversion conversion;
  private final int blockBytes;
  private final long gapSamplesMax;
  private byte[] waiting = new byte[BYTES_FIRST];
  private int keptFrom;
  private int waitingFrom;
  private int waitingUntil;
  private long fed;
  private long handed;
  private long handedMost;

  /** Where positions jump: from so many samples fed on, a sample stands so much farther. */
  private final Deque<Jump> jumps = new ArrayDeque<>();

  private record Jump(long fed, long ahead) {}

  /** Begins at {@code position} of the tape. */
  ServiceStream(PcmFormat tapeFormat, ServiceRules rules, long position) {
    PcmFormat format = rules.format();
    ChannelChoice channel = new ChannelChoice(rules.channel());
    this.conversion = new Conversion(tapeFormat, format, channel);
    this.blockBytes = format.blockBytes();
    this.gapSamplesMax = tapeFormat.toSamples(GAP_NS_MAX);
    conversion.start(0);
    jumps.add(new Jump(0, position));
  }

  /** Takes the next record of the tape. */
  void take(RecordView record) {
    if (record.is(RecordKind.FRAME)) {
      fed += record.frameSamples();
      conversion.take(record.bytes(), record.framePcmOffset(), record.framePcmLength(), this::keep);
    } else if (record.is(RecordKind.GAP)) {
      long silent = Math.min(record.gapSamples(), gapSamplesMax);
      fed += silent;
      conversion.silence(silent, this::keep);
      if (silent < record.gapSamples()) {
        jumps.add(new Jump(fed, jumps.getLast().ahead() + record.gapSamples() - silent));
      }
    }
  }

  /** Nothing follows: what the conversion held back comes out. */
  void finish() {
    conversion.finish(this::keep);
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (waitingUntil + length > waiting.length) {
      int kept = waitingUntil - keptFrom;
      byte[] to = new byte[Math.max(waiting.length, 2 * (kept + length))];
      System.arraycopy(waiting, keptFrom, to, 0, kept);
      waitingFrom -= keptFrom;
      waitingUntil = kept;
      keptFrom = 0;
      waiting = to;
    }
    System.arraycopy(bytes, offset, waiting, waitingUntil, length);
    waitingUntil += length;
  }

  /** {@return bytes that wait to be sent} */
  int waiting() {
    return waitingUntil - waitingFrom;
  }

  /** {@return the next {@code length} bytes, which are kept until they are forgotten} */
  byte[] next(int length) {
    byte[] piece = Arrays.copyOfRange(waiting, waitingFrom, waitingFrom + length);
    waitingFrom += length;
    handed += length;
    handedMost = Math.max(handedMost, handed);
    return piece;
  }

  /** The first {@code bytes} of the session are not wanted again. */
  void forget(long bytes) {
    keptFrom = Math.max(keptFrom, waitingFrom - (int) Math.max(0, handed - bytes));
    if (keptFrom == waitingUntil) {
      keptFrom = 0;
      waitingFrom = 0;
      waitingUntil = 0;
    }
  }

  /** Goes back to behind the first {@code bytes} of the session, which were not forgotten. */
  void rewind(long bytes) {
    int back = Math.toIntExact(handed - bytes);
    waitingFrom -= back;
    handed = bytes;
  }

  /** {@return whether what comes next was handed out before} */
  boolean isRewound() {
    return handed < handedMost;
  }

  /** {@return bytes that hold all that was taken, from the link's first on} */
  long bytesThrough() {
    return conversion.toService(fed) * blockBytes;
  }

  /** {@return the position on the tape where the service's sample stands} */
  long position(long serviceSample) {
    long within = Math.max(0, Math.min(serviceSample, conversion.toService(fed)));
    long at = Math.min(fed, conversion.toTape(within));
    Jump jump = jumps.getFirst();
    for (Jump later : jumps) {
      jump = later.fed() <= at ? later : jump;
    }
    return at + jump.ahead();
  }
}
