package dev.tapewire.receiver.link;

import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much has been read from all connections and not been dealt with. Who reads while it is too
 * much is not read from until half of it is dealt with. Safe for use by any thread.
 */
final class Inflow {
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Queue<Channel> paused = new ConcurrentLinkedQueue<>();

  /** A message came from {@code channel}. */
  void came(Channel channel, int bytes) {
    long waiting = waitingBytes.addAndGet(bytes + (long) LinkLimits.WAITING_MESSAGE_BYTES);
    if (waiting > LinkLimits.WAITING_BYTES_MAX && channel.config().isAutoRead()) {
      channel.config().setAutoRead(false);
      paused.add(channel);
      resumeIfLow(waitingBytes.get());
    }
  }

  /** A message is dealt with. */
  void taken(int bytes) {
    resumeIfLow(waitingBytes.addAndGet(-bytes - (long) LinkLimits.WAITING_MESSAGE_BYTES));
  }

  private void resumeIfLow(long waiting) {
    if (waiting > LinkLimits.WAITING_BYTES_MAX / 2) {
      return;
    }
    for (Channel channel = paused.poll(); channel != null; channel = paused.poll()) {
      channel.config().setAutoRead(true);
    }
  }
}
