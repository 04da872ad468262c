package dev.tapewire.common.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes records into one array of its own, used again for each; allocates nothing for a frame. The
 * bytes are valid until the next call. Confined to one thread.
 */
public final class RecordEncoder {
  private final byte[] bytes = new byte[RecordLayout.RECORD_BYTES_MAX];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private FrameSealer sealer;

  /** {@return the array that holds the last record, from index 0} */
  public byte[] bytes() {
    return bytes;
  }

  /** From now on each FRAME is sealed, and each HEADER says so. */
  public void sealWith(FrameSealer with) {
    sealer = with;
  }

  /** Encodes a HEADER. {@return its length} */
  public int header(long number, long position, SessionHeader header) {
    byte[] json = header.toJson().getBytes(StandardCharsets.UTF_8);
    buffer.putShort(RecordLayout.BODY_AT, (short) RecordLayout.FORMAT_VERSION);
    buffer.putShort(RecordLayout.BODY_AT + 2, (short) 0);
    buffer.put(RecordLayout.HEADER_JSON_AT, json);
    int length = RecordLayout.HEADER_JSON_AT + json.length;
    return finish(number, position, RecordKind.HEADER, sealedFlag(), length);
  }

  /** Encodes a FRAME; {@code pcm[from, from+pcmLength)} is copied. {@return its length} */
  public int frame(FrameStamp stamp, int samples, byte[] pcm, int from, int pcmLength) {
    stamp(stamp.number(), stamp.position(), stamp.sequence(), stamp.capturedNs());
    return stampedFrame(samples, pcm, from, pcmLength);
  }

  /** Says where the FRAME stands that {@link #stampedFrame} encodes; no object is made for it. */
  public void stamp(long number, long position, long sequence, long capturedNs) {
    buffer.putLong(RecordLayout.NUMBER_AT, number);
    buffer.putLong(RecordLayout.POSITION_AT, position);
    buffer.putLong(RecordLayout.FRAME_SEQUENCE_AT, sequence);
    buffer.putLong(RecordLayout.FRAME_CAPTURED_NS_AT, capturedNs);
  }

  /** Encodes the FRAME that {@link #stamp} placed. {@return its length} */
  public int stampedFrame(int samples, byte[] pcm, int from, int pcmLength) {
    buffer.putInt(RecordLayout.FRAME_SAMPLES_AT, samples);
    long number = buffer.getLong(RecordLayout.NUMBER_AT);
    long position = buffer.getLong(RecordLayout.POSITION_AT);
    int length = RecordLayout.FRAME_PCM_AT + pcmLength;
    if (sealer == null) {
      buffer.put(RecordLayout.FRAME_PCM_AT, pcm, from, pcmLength);
      return finish(number, position, RecordKind.FRAME, 0, length);
    }
    length += RecordLayout.SEAL_BYTES;
    head(number, position, RecordKind.FRAME, RecordLayout.FLAG_SEALED, length);
    return check(sealer.seal(bytes, pcm, from, pcmLength));
  }

  /** Encodes a GAP. {@return its length} */
  public int gap(long number, long position, long samples, GapReason reason) {
    buffer.putInt(RecordLayout.GAP_REASON_AT, reason.code());
    buffer.putLong(RecordLayout.GAP_SAMPLES_AT, samples);
    return finish(number, position, RecordKind.GAP, 0, RecordLayout.GAP_BYTES);
  }

  /** Encodes an ANCHOR. {@return its length} */
  public int anchor(long number, long position, Anchor anchor) {
    buffer.putInt(RecordLayout.BODY_AT, 0);
    buffer.putLong(RecordLayout.ANCHOR_POSITION_AT, anchor.position());
    buffer.putLong(RecordLayout.ANCHOR_EPOCH_NS_AT, anchor.epochNs());
    buffer.putLong(RecordLayout.ANCHOR_MONOTONIC_NS_AT, anchor.monotonicNs());
    return finish(
        number,
        position,
        RecordKind.ANCHOR,
        RecordLayout.FLAG_SKIPPABLE,
        RecordLayout.ANCHOR_BYTES);
  }

  /** Encodes an END. {@return its length} */
  public int end(long number, long position, long frames, long lostSamples) {
    return end(number, position, frames, lostSamples, EndCause.WHOLE);
  }

  /** Encodes an END. {@return its length} */
  public int end(long number, long position, long frames, long lostSamples, EndCause cause) {
    buffer.putInt(RecordLayout.BODY_AT, 0);
    buffer.put(RecordLayout.END_CAUSE_AT, (byte) cause.code());
    buffer.putLong(RecordLayout.END_FRAMES_AT, frames);
    buffer.putLong(RecordLayout.END_LOST_SAMPLES_AT, lostSamples);
    return finish(number, position, RecordKind.END, 0, RecordLayout.END_BYTES);
  }

  /** Encodes an ADDRESS. {@return its length} */
  public int address(long number, long position, String destination) {
    byte[] utf8 = destination.getBytes(StandardCharsets.UTF_8);
    buffer.put(RecordLayout.BODY_AT, utf8);
    return finish(
        number,
        position,
        RecordKind.ADDRESS,
        RecordLayout.FLAG_SKIPPABLE,
        RecordLayout.BODY_AT + utf8.length);
  }

  /**
   * Encodes a record, but a HEADER, for another place.
   *
   * @param sequences added to a FRAME's sequence
   * @return its length
   */
  public int moved(RecordView record, long number, long position, long sequences) {
    long by = position - record.position();
    System.arraycopy(record.bytes(), record.offset(), bytes, 0, record.length());
    buffer.putLong(RecordLayout.NUMBER_AT, number);
    buffer.putLong(RecordLayout.POSITION_AT, position);
    if (record.is(RecordKind.FRAME)) {
      buffer.putLong(RecordLayout.FRAME_SEQUENCE_AT, record.frameSequence() + sequences);
    } else if (record.is(RecordKind.ANCHOR)) {
      buffer.putLong(RecordLayout.ANCHOR_POSITION_AT, record.anchorPosition() + by);
    }
    return check(record.length());
  }

  private int sealedFlag() {
    return sealer == null ? 0 : RecordLayout.FLAG_SEALED;
  }

  private int finish(long number, long position, RecordKind kind, int flags, int length) {
    head(number, position, kind, flags, length);
    return check(length);
  }

  private void head(long number, long position, RecordKind kind, int flags, int length) {
    buffer.putInt(RecordLayout.LENGTH_AT, length);
    buffer.putLong(RecordLayout.NUMBER_AT, number);
    buffer.putLong(RecordLayout.POSITION_AT, position);
    buffer.put(RecordLayout.KIND_AT, (byte) kind.code());
    buffer.put(RecordLayout.FLAGS_AT, (byte) flags);
    buffer.putShort(RecordLayout.FLAGS_AT + 1, (short) 0);
  }

  private int check(int length) {
    crc.reset();
    crc.update(bytes, RecordLayout.LENGTH_AT, length - RecordLayout.LENGTH_AT);
    buffer.putInt(RecordLayout.CRC_AT, (int) crc.getValue());
    return length;
  }
}
