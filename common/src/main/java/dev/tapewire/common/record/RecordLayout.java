package dev.tapewire.common.record;

/**
 * Where the fields of a record stand. Little-endian, no padding. The same bytes are on the tape and
 * on the wire.
 *
 * <pre>
 * every record
 *   0  u32  crc32c of bytes [4, length)
 *   4  u32  length of the record, these 28 bytes included
 *   8  u64  number: dense from 0 over all records of a session
 *  16  u64  position: samples per channel since the session's start, lost ones included
 *  24  u8   kind
 *  25  u8   flags; bit 0: a reader that does not know the kind may pass over the record;
 *           bit 1, on tapes alone: this FRAME, or each FRAME behind this HEADER, is sealed
 *  26  u16  0
 * HEADER  28  u16 format version, u16 0; 32  UTF-8 JSON, see SessionHeader
 * FRAME   28  u32 samples per channel; 32 u64 sequence: dense from 0 over frames;
 *         40  i64 captured, monotonic ns; 48 PCM, interleaved, samples x channels x bytes
 * GAP     28  u8 reason, u8 0, u16 0; 32 u64 samples lost, starting at position
 * ANCHOR  28  u32 0; 32 u64 anchored position; 40 i64 UTC ns since 1970; 48 i64 monotonic ns
 * END     28  u8 cause, see EndCause, u8 0, u16 0; 32 u64 frames in the session; 40 u64 samples
 *         lost in the session
 * ADDRESS 28  UTF-8, the destination without secrets
 * a sealed FRAME is as above up to byte 48, then
 *  48  the incarnation that sealed it, 16 bytes; 64 u64 count of the frames it sealed before;
 *  72  the PCM in AES-256-GCM, then its tag, 16 bytes; associated data: bytes [4, 72)
 * </pre>
 */
public final class RecordLayout {
  /** The tape format that this code writes; a reader refuses a greater one. */
  public static final int FORMAT_VERSION = 1;

  public static final int CRC_AT = 0;
  public static final int LENGTH_AT = 4;
  public static final int NUMBER_AT = 8;
  public static final int POSITION_AT = 16;
  public static final int KIND_AT = 24;
  public static final int FLAGS_AT = 25;
  public static final int BODY_AT = 28;

  public static final int HEADER_JSON_AT = 32;
  public static final int FRAME_SAMPLES_AT = 28;
  public static final int FRAME_SEQUENCE_AT = 32;
  public static final int FRAME_CAPTURED_NS_AT = 40;
  public static final int FRAME_PCM_AT = 48;
  public static final int SEAL_INCARNATION_AT = 48;
  public static final int SEAL_COUNTER_AT = 64;
  public static final int SEALED_PCM_AT = 72;
  public static final int SEAL_TAG_BYTES = 16;
  public static final int GAP_REASON_AT = 28;
  public static final int GAP_SAMPLES_AT = 32;
  public static final int ANCHOR_POSITION_AT = 32;
  public static final int ANCHOR_EPOCH_NS_AT = 40;
  public static final int ANCHOR_MONOTONIC_NS_AT = 48;
  public static final int ANCHOR_BYTES = 56;
  public static final int END_CAUSE_AT = 28;
  public static final int END_FRAMES_AT = 32;
  public static final int END_LOST_SAMPLES_AT = 40;
  public static final int END_BYTES = 48;
  public static final int GAP_BYTES = 40;

  public static final int FLAG_SKIPPABLE = 1;
  public static final int FLAG_SEALED = 2;

  /** By how much sealing makes a FRAME longer. */
  public static final int SEAL_BYTES = SEALED_PCM_AT - FRAME_PCM_AT + SEAL_TAG_BYTES;

  /** A quarter of the tape's 1 MiB mapping block is Chronicle's limit; half of that is ours. */
  public static final int RECORD_BYTES_MAX = 128 * 1024;

  /** One record a nanosecond for a century; what is counted beyond a number never overflows. */
  public static final long NUMBER_MAX = (1L << 62) - 1;

  /** So that a frame with its head stays below {@link #RECORD_BYTES_MAX}. */
  public static final int FRAME_PCM_BYTES_MAX = 96 * 1024;

  private RecordLayout() {}
}
