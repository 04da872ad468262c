package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.record.RecordView;

/**
 * Brings the digest to a place on the tape, by hashing forward from the checkpoint, or from the
 * delivery's first record where the checkpoint is of no use. Works in slices, because an hour of
 * audio takes seconds. Confined to the agent thread.
 */
final class DigestWalk {
  private final TapeCursor cursor;
  private final RecordDigest digest;
  private final long target;
  private long position;

  private DigestWalk(TapeCursor cursor, RecordDigest digest, long target, long position) {
    this.cursor = cursor;
    this.digest = digest;
    this.target = target;
    this.position = position;
  }

  /** {@return the first record that a walk to {@code target} takes} */
  static long start(long target, Transfer transfer) {
    Checkpoint own = transfer.progress().checkpoint();
    StartingPoint start = transfer.ownStart();
    boolean usable =
        own.profile().equals(TapewireConversation.PROFILE)
            && start.stands()
            && start.next() <= target;
    return usable ? start.next() : transfer.plan().first();
  }

  /** Starts a walk to {@code target}; {@code digest} is set, and cursor and digest move along. */
  static DigestWalk to(long target, Transfer transfer, RecordDigest digest) {
    Checkpoint own = transfer.progress().checkpoint();
    long from = start(target, transfer);
    boolean fresh = from == transfer.plan().first();
    digest.resetHex(fresh ? Checkpoint.START.digest() : own.digest());
    transfer.cursor().seek(from);
    return new DigestWalk(
        transfer.cursor(),
        digest,
        target,
        fresh ? transfer.plan().firstPosition() : own.position());
  }

  /** {@return whether the target is reached} */
  boolean arrived() {
    return cursor.next() >= target;
  }

  /** {@return the position before the target, once there} */
  long position() {
    return position;
  }

  /** Hashes on for one slice. */
  void work() {
    int bytes = 0;
    while (!arrived() && bytes < Limits.SLICE_BYTES) {
      RecordView record = cursor.peek();
      if (record == null) {
        cursor.requireWhole();
        throw new IllegalStateException("the tape ends before its record " + target);
      }
      digest.update(record.bytes(), record.offset(), record.length());
      position = record.endPosition();
      bytes += record.length();
      cursor.take();
    }
  }
}
