package dev.tapewire.common.metric;

/** Live figures of a capture process. Append only: the ordinal is the place in the file. */
public enum CaptureCounter {
  /** Process id of the capture process that wrote last. */
  PID,
  /** UTC ns of the last write; a reader tells a live process by this and the pid. */
  BEAT_EPOCH_NS,
  /** Frames on the tape. */
  FRAMES,
  /** Samples per channel on the timeline, lost ones included. */
  SAMPLES,
  /** Samples per channel lost. */
  LOST_SAMPLES,
  /** Gaps on the tape. */
  GAPS,
  /** Largest magnitude of the last 100 ms, in millionths of full scale. */
  PEAK_PPM,
  /** Monotonic ns of the read of the newest frame on the tape. */
  LAST_CAPTURED_NS,
  /** Samples per channel taken out of a pipe, whether they reached the tape or not. */
  CONSUMED_SAMPLES,
  /** Bytes of an unfinished sample taken out of a pipe. */
  CONSUMED_REST_BYTES,
  /** 1 once the END record is on the tape. */
  ENDED,
  /** Frames waiting in the ring. */
  RING_FRAMES
}
