package dev.tapewire.receiver.reception;

import dev.tapewire.common.record.CorruptRecordException;
import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.NewerFormatException;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.wire.CloseCode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks the records of a delivery one after another, and appends their audio to its track.
 * Confined to the agent thread.
 */
final class RecordIntake {
  private static final Pattern INCARNATION = Pattern.compile("[0-9a-f]{32}");
  private static final int HEADER = 1;
  private static final int FRAME = 2;
  private static final int GAP = 3;
  private static final int ANCHOR = 4;
  private static final int END = 5;
  private static final int ADDRESS = 6;

  private final DeliveryHead head;
  private final Track track;
  private final RecordView view = new RecordView();
  private final RecordDigest digest = new RecordDigest();
  private final Gaps gaps;
  private long next;
  private long position;
  private long sequence;
  private long lostSamples;
  private String incarnation;
  private boolean ended;

  RecordIntake(DeliveryHead head, Track track, Gaps gaps) {
    this.head = head;
    this.track = track;
    this.gaps = gaps;
  }

  /** Goes on from {@code state}; gaps beyond it are forgotten. */
  void reset(DeliveryState state, List<StoredGap> durable) {
    gaps.reset(durable, state.position());
    next = state.next();
    position = state.position();
    sequence = state.sequence();
    lostSamples = state.lostSamples();
    incarnation = state.incarnation();
    ended = state.ended();
    digest.resetHex(state.digest());
  }

  /** {@return the first record number that is wanted} */
  long next() {
    return next;
  }

  /** {@return whether the END record came} */
  boolean ended() {
    return ended;
  }

  /** {@return the digest so far} */
  String digest() {
    return digest.hex();
  }

  /** {@return what is there now, durable or not} */
  DeliveryState state() {
    return new DeliveryState(
        next, position, sequence, lostSamples, digest.hex(), incarnation, ended, false);
  }

  /**
   * Takes the records of a message in.
   *
   * @throws RefusedException at the first record that is wrong; those before it are taken
   */
  void accept(byte[] message) throws IOException {
    int at = 0;
    while (at < message.length) {
      try {
        view.wrap(message, at, message.length - at);
      } catch (CorruptRecordException e) {
        throw bad(e.getMessage());
      }
      checkPlace();
      take();
      digest.update(message, at, view.length());
      next++;
      at += view.length();
    }
  }

  private void checkPlace() {
    if (view.number() != next) {
      throw bad("record " + view.number() + " came where " + next + " was due");
    }
    if (ended) {
      throw bad("record " + next + " came after the END");
    }
    if (head.isFirst() && incarnation.isEmpty() && view.kindCode() != HEADER) {
      throw bad("record " + next + " came before any HEADER");
    }
  }

  private void take() throws IOException {
    switch (view.kindCode()) {
      case HEADER -> header();
      case FRAME -> frame();
      case GAP -> gap();
      case END -> end();
      default -> {
        boolean known = view.kindCode() == ANCHOR || view.kindCode() == ADDRESS;
        if (!known && !view.skippable()) {
          throw bad("record " + next + " is of kind " + view.kindCode() + ", unknown here");
        }
      }
    }
  }

  private void header() {
    SessionHeader header;
    try {
      header = view.header();
    } catch (CorruptRecordException | NewerFormatException e) {
      throw bad("record " + next + ": " + e.getMessage());
    }
    if (!header.session().equals(head.session()) || !header.format().equals(head.format())) {
      throw bad("record " + next + ": HEADER and hello name different sessions or formats");
    }
    if (!INCARNATION.matcher(header.incarnation()).matches()) {
      throw bad("record " + next + ": the incarnation is malformed");
    }
    incarnation = header.incarnation();
  }

  /** Audio begins where the audio before it ended; a delivery may start inside a record. */
  private void checkPosition() {
    boolean early = position == head.firstPosition() && view.position() < position;
    if (view.position() != position && !early) {
      throw bad("record " + next + " is at position " + view.position() + ", due was " + position);
    }
  }

  private void frame() throws IOException {
    if (view.sealed()) {
      throw bad("record " + next + " is sealed; only a tape may hold such");
    }
    checkPosition();
    long samples = view.frameSamples();
    if (view.framePcmLength() != head.format().bytes(samples)) {
      throw bad("record " + next + " has " + view.framePcmLength() + " bytes of audio");
    }
    if (sequence >= 0 && view.frameSequence() != sequence) {
      throw bad("frame " + view.frameSequence() + " came where " + sequence + " was due");
    }
    int skipped = Math.toIntExact(skippedSamples(samples));
    int skippedBytes = skipped * head.format().blockBytes();
    track.append(
        view.bytes(), view.framePcmOffset() + skippedBytes, view.framePcmLength() - skippedBytes);
    sequence = view.frameSequence() + 1;
    position += samples - skipped;
  }

  private void gap() throws IOException {
    checkPosition();
    long samples = view.gapSamples() - skippedSamples(view.gapSamples());
    checkSilence(samples);
    if (samples > 0) {
      if (!gaps.mayAdd()) {
        throw new RefusedException(CloseCode.BUSY, "too many gaps wait to be stored");
      }
      gaps.add(new StoredGap(position, samples, view.gapReason()));
    }
    track.silence(samples);
    lostSamples += samples;
    position += samples;
  }

  /** What lies before the delivery's start is not stored. */
  private long skippedSamples(long samples) {
    return Math.min(samples, position - view.position());
  }

  private void checkSilence(long samples) {
    long limit = GapLimits.samplesMax(head.format());
    if (samples > limit - lostSamples) {
      throw new RefusedException(
          CloseCode.TOO_LARGE,
          "gap of " + samples + " samples: over the limit of " + limit + " lost in one session");
    }
    if (gaps.count() >= GapLimits.COUNT_MAX) {
      throw new RefusedException(
          CloseCode.TOO_LARGE, "over the limit of " + GapLimits.COUNT_MAX + " gaps");
    }
  }

  private void end() {
    boolean whole = head.isFirst() && head.first() == 0;
    if (whole && (view.endFrames() != sequence || view.endLostSamples() != lostSamples)) {
      throw bad(
          "END counts "
              + view.endFrames()
              + " frames and "
              + view.endLostSamples()
              + " lost samples; there are "
              + sequence
              + " and "
              + lostSamples);
    }
    ended = true;
  }

  private static RefusedException bad(String reason) {
    return new RefusedException(CloseCode.BAD_MESSAGE, reason);
  }
}
