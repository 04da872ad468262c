package dev.tapewire.sender.delivery;

import dev.tapewire.common.reply.Reply;

/** Where what a service answers is kept, durable when a call returns. Confined to one thread. */
public interface ReplyLog {
  /** {@return the number of a new link} */
  long nextLink();

  /** {@return UTC now, ns since 1970} */
  long epochNs();

  /**
   * Keeps a reply.
   *
   * @throws java.io.UncheckedIOException if the disk is full or failed
   */
  void append(Reply reply);
}
