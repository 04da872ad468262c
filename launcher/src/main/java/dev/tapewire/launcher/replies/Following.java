package dev.tapewire.launcher.replies;

import dev.tapewire.common.process.SignalTrap;
import dev.tapewire.common.reply.Reply;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Shows replies as they come, until the delivery is over or somebody has enough: Ctrl-C is the way
 * to end it, and so a good end. Confined to one thread.
 */
final class Following {
  /** How long a reply may lie there unseen; nobody reads captions faster. */
  private static final long LOOK_MS = 100;

  /** Whether a delivery is over is asked each so many looks in vain: it opens files. */
  private static final int LOOKS_PER_QUESTION = 5;

  private final Answered answered;
  private final CountDownLatch enough = new CountDownLatch(1);

  Following(Answered answered) {
    this.answered = answered;
    SignalTrap.handle("INT", enough::countDown);
    SignalTrap.handle("TERM", enough::countDown);
  }

  /** Shows what is there. */
  static void show(RecordingReplies replies, Display display) {
    Reply reply;
    while ((reply = replies.poll()) != null) {
      display.take(reply);
    }
  }

  /** {@return the key of the destination that answers, or null: none did} */
  String awaitKey() throws IOException, InterruptedException {
    String key = answered.key();
    while (key == null && !answered.isOver() && !sleep()) {
      key = answered.key();
    }
    return key == null ? answered.key() : key;
  }

  /** Shows what is there and what comes. */
  void show(RecordingReplies replies, Display display, BooleanSupplier nobodyReads)
      throws IOException, InterruptedException {
    boolean over = false;
    for (int looks = 0; !over; looks++) {
      // Asked before the last look, so that nothing comes between.
      boolean asks = looks % LOOKS_PER_QUESTION == 0;
      over = asks && answered.isOver();
      if (asks) {
        replies.add(answered.parts());
      }
      show(replies, display);
      over |= nobodyReads.getAsBoolean() || (!over && sleep());
    }
  }

  /** {@return whether somebody has enough} */
  private boolean sleep() throws InterruptedException {
    return enough.await(LOOK_MS, TimeUnit.MILLISECONDS);
  }
}
