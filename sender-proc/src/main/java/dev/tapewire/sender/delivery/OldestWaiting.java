package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordView;

/**
 * Finds the oldest frame that is not confirmed while no link is open. Every conversation begins
 * with a seek of its own, so between two of them the cursor is free. Confined to the agent thread.
 */
final class OldestWaiting {
  private final Transfer transfer;
  private final FreshAudio audio;
  private boolean atUnconfirmed;
  private long capturedNs;

  OldestWaiting(Transfer transfer) {
    this.transfer = transfer;
    this.audio = new FreshAudio(transfer);
  }

  /** {@return whether there is something to open a link for} */
  boolean isFresh() {
    atUnconfirmed = false;
    return audio.isThere();
  }

  /** The cursor was used by others. */
  void restart() {
    atUnconfirmed = false;
    capturedNs = 0;
    audio.restart();
  }

  /** Looks on the tape. {@return whether there is such a frame} */
  boolean look() {
    if (!atUnconfirmed) {
      long next = transfer.ownStart().next();
      transfer.window().restart(next);
      transfer.cursor().seek(next);
      atUnconfirmed = true;
    }
    RecordView frame = transfer.cursor().peekFrame();
    capturedNs = frame == null ? 0 : frame.frameCapturedNs();
    return frame != null;
  }

  /** {@return when it was captured, by the last look, monotonic ns; 0: there was none} */
  long capturedNs() {
    return capturedNs;
  }
}
