package dev.tapewire.common.metric;

/** Live figures of a capture process. Append only: the ordinal is the place in the file. */
public enum CaptureCounter {
  /** Process id of the capture process that wrote last. */
  PID,
  /** UTC ns of the last write. */
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
  /** Bytes taken out of the source's pipe, whether they reached the tape or not. */
  PIPE_BYTES,
  /** Position of the pipe's first byte. */
  PIPE_START_SAMPLES,
  /** 1 once the END record is on the tape. */
  ENDED,
  /** Frames waiting in the ring. */
  RING_FRAMES,
  /** Names the pipe that the two counters above are of; 0: none. */
  PIPE_ID,
  /** 1 while capture withholds what it reads: the session is paused. */
  PAUSED,
  /** Where on the timeline the samples below belong; of no meaning once the tape is past it. */
  WITHHELD_AT_SAMPLES,
  /** Samples per channel withheld that are not on the tape as a gap yet. */
  WITHHELD_SAMPLES,
  /** How old audio may get before it is on the disk, ns; 0: it is not synced. */
  SYNC_WITHIN_NS,
  /** UTC ns: what was on the tape by then is on the disk; 0: nothing of this life yet. */
  SYNCED_EPOCH_NS,
  /** Bytes of disk that are free for audio: the reserve is not. */
  SPACE_BYTES,
  /** Seconds that fit there of all that its capture process records. */
  SPACE_SECONDS,
  /** 1 while that is little. */
  SPACE_LOW,
  /** 1 while the disk takes no audio. */
  REFUSED,
  /** Monotonic ns of the last write; a reader tells a live process by this and the pid. */
  BEAT_NS,
  /** What {@link #PIPE_BYTES} will be after the read under way; as much as that: there is none. */
  PIPE_ASKED_BYTES,
  /**
   * Monotonic ns when the source last gave samples, or was held back on purpose; at first, when
   * this life began. 0: an older build's file, nobody knows.
   */
  HEARD_NS,
  /** The same of samples whose peak was at {@link InputState#SILENT_PEAK_PPM} or above. */
  LOUD_NS,
  /** 1 if the END record says that the source failed. */
  SOURCE_FAILED
}
