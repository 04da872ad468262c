package dev.tapewire.common.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A window on the bytes of one record, reused from record to record so that reading allocates
 * nothing. Valid until it is filled again. Confined to the thread that fills it.
 */
public final class RecordView {
  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private byte[] bytes = new byte[0];
  private int offset;
  private int length;

  /**
   * Points at a record and checks length and CRC.
   *
   * @param available bytes that are there from {@code offset}; what follows the record is left
   *     alone
   * @throws CorruptRecordException if these bytes are no whole record
   */
  public RecordView wrap(byte[] bytes, int offset, int available) {
    if (available < RecordLayout.BODY_AT) {
      throw new CorruptRecordException(
          "record of " + available + " bytes is shorter than its head");
    }
    if (this.bytes != bytes) {
      this.bytes = bytes;
      this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    this.offset = offset;
    this.length = buffer.getInt(offset + RecordLayout.LENGTH_AT);
    if (length < RecordLayout.BODY_AT
        || length > available
        || length > RecordLayout.RECORD_BYTES_MAX) {
      throw new CorruptRecordException("record says " + length + " bytes, there are " + available);
    }
    crc.reset();
    crc.update(bytes, offset + RecordLayout.LENGTH_AT, length - RecordLayout.LENGTH_AT);
    int stored = buffer.getInt(offset + RecordLayout.CRC_AT);
    if ((int) crc.getValue() != stored) {
      throw new CorruptRecordException("record " + number() + " does not match its CRC");
    }
    checkBody();
    return this;
  }

  private void checkBody() {
    int least =
        switch (kindCode()) {
          case 1 -> RecordLayout.HEADER_JSON_AT;
          case 2 -> RecordLayout.FRAME_PCM_AT + sealBytes();
          case 3 -> RecordLayout.GAP_BYTES;
          case 4 -> RecordLayout.ANCHOR_BYTES;
          case 5 -> RecordLayout.END_BYTES;
          default -> RecordLayout.BODY_AT;
        };
    boolean counts = number() >= 0 && number() <= RecordLayout.NUMBER_MAX && position() >= 0;
    if (length < least || !counts || lostOrHeldSamples() < 0 || endPosition() < 0) {
      throw new CorruptRecordException("record " + number() + " has a field out of range");
    }
  }

  /** {@return the array that holds the record} */
  public byte[] bytes() {
    return bytes;
  }

  /** {@return where the record starts in {@link #bytes()}} */
  public int offset() {
    return offset;
  }

  /** {@return bytes of the whole record} */
  public int length() {
    return length;
  }

  /** {@return the record's number, dense from 0 in its session} */
  public long number() {
    return longAt(RecordLayout.NUMBER_AT);
  }

  /** {@return samples per channel since the session's start} */
  public long position() {
    return longAt(RecordLayout.POSITION_AT);
  }

  /** {@return the code of the kind, which may be of a later version} */
  public int kindCode() {
    return bytes[offset + RecordLayout.KIND_AT];
  }

  /** {@return whether the record is of that kind} */
  public boolean is(RecordKind kind) {
    return kindCode() == kind.code();
  }

  /** {@return whether a reader that does not know the kind may pass over it} */
  public boolean skippable() {
    return (bytes[offset + RecordLayout.FLAGS_AT] & RecordLayout.FLAG_SKIPPABLE) != 0;
  }

  /** {@return whether this is a FRAME whose audio is sealed: its PCM can't be had from here} */
  public boolean sealed() {
    return is(RecordKind.FRAME) && flagsSealed();
  }

  /** {@return whether this is a HEADER that says that the frames behind it are sealed} */
  public boolean marksSealed() {
    return is(RecordKind.HEADER) && flagsSealed();
  }

  private boolean flagsSealed() {
    return (bytes[offset + RecordLayout.FLAGS_AT] & RecordLayout.FLAG_SEALED) != 0;
  }

  private int sealBytes() {
    return sealed() ? RecordLayout.SEAL_BYTES : 0;
  }

  /** {@return the position after this record: frames and gaps move it, others do not} */
  public long endPosition() {
    return position() + lostOrHeldSamples();
  }

  private long lostOrHeldSamples() {
    if (is(RecordKind.FRAME)) {
      return frameSamples();
    }
    return is(RecordKind.GAP) ? gapSamples() : 0;
  }

  /** {@return the record's HEADER body} */
  public SessionHeader header() {
    int version = shortAt(RecordLayout.BODY_AT);
    String json =
        new String(
            bytes,
            offset + RecordLayout.HEADER_JSON_AT,
            length - RecordLayout.HEADER_JSON_AT,
            StandardCharsets.UTF_8);
    return SessionHeader.parse(version, json);
  }

  /** {@return samples per channel in this FRAME} */
  public int frameSamples() {
    return intAt(RecordLayout.FRAME_SAMPLES_AT);
  }

  /** {@return this FRAME's sequence, dense from 0 over frames} */
  public long frameSequence() {
    return longAt(RecordLayout.FRAME_SEQUENCE_AT);
  }

  /** {@return when this FRAME's read returned, monotonic ns of the machine's boot} */
  public long frameCapturedNs() {
    return longAt(RecordLayout.FRAME_CAPTURED_NS_AT);
  }

  /** {@return where this FRAME's PCM starts in {@link #bytes()}} */
  public int framePcmOffset() {
    if (sealed()) {
      throw new IllegalStateException("frame " + frameSequence() + " is sealed");
    }
    return offset + RecordLayout.FRAME_PCM_AT;
  }

  /** {@return bytes of this FRAME's PCM} */
  public int framePcmLength() {
    return length - RecordLayout.FRAME_PCM_AT - sealBytes();
  }

  /** {@return samples per channel that this GAP says are lost} */
  public long gapSamples() {
    return longAt(RecordLayout.GAP_SAMPLES_AT);
  }

  /** {@return why this GAP is there} */
  public GapReason gapReason() {
    return GapReason.byCode(bytes[offset + RecordLayout.GAP_REASON_AT]);
  }

  /** {@return the position this ANCHOR speaks of} */
  public long anchorPosition() {
    return longAt(RecordLayout.ANCHOR_POSITION_AT);
  }

  /** {@return UTC at the anchored position, ns since 1970} */
  public long anchorEpochNs() {
    return longAt(RecordLayout.ANCHOR_EPOCH_NS_AT);
  }

  /** {@return the monotonic clock at the anchored position, ns} */
  public long anchorMonotonicNs() {
    return longAt(RecordLayout.ANCHOR_MONOTONIC_NS_AT);
  }

  /** {@return frames in the session, as its END says} */
  public long endFrames() {
    return longAt(RecordLayout.END_FRAMES_AT);
  }

  /** {@return samples lost in the session, as its END says} */
  public long endLostSamples() {
    return longAt(RecordLayout.END_LOST_SAMPLES_AT);
  }

  /** {@return why the session ended, as its END says} */
  public EndCause endCause() {
    return EndCause.byCode(bytes[offset + RecordLayout.END_CAUSE_AT]);
  }

  /** {@return the destination that this ADDRESS names} */
  public String address() {
    return new String(
        bytes,
        offset + RecordLayout.BODY_AT,
        length - RecordLayout.BODY_AT,
        StandardCharsets.UTF_8);
  }

  private long longAt(int at) {
    return buffer.getLong(offset + at);
  }

  private int intAt(int at) {
    return buffer.getInt(offset + at);
  }

  private int shortAt(int at) {
    return buffer.getShort(offset + at) & 0xFFFF;
  }
}
