package dev.tapewire.common.record;

/**
 * The place of a frame: where it stands on the tape and when it was read. Immutable.
 *
 * @param number the record's number
 * @param position samples per channel before the frame, lost ones included
 * @param sequence frames before the frame
 * @param capturedNs when its read returned, monotonic ns
 */
public record FrameStamp(long number, long position, long sequence, long capturedNs) {}
