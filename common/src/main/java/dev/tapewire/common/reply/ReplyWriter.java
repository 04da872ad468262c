package dev.tapewire.common.reply;

import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.DocumentTapeWriter;
import dev.tapewire.common.tape.ReplyTape;
import dev.tapewire.common.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Appends what one destination answers. A reply survives the death of the process once {@link
 * #append} returned; of one that a death cut short, nothing is left. Confined to one thread.
 */
public final class ReplyWriter implements AutoCloseable {
  private final DocumentTapeWriter tape;
  private long nextLink;

  private ReplyWriter(DocumentTapeWriter tape) {
    this.tape = tape;
    nextLink = tape.mark() + 1;
  }

  /**
   * Begins the replies of a destination, or goes on with them. They are sealed if the session is.
   *
   * @param key null: none was given, and the session must not be sealed
   * @param random to be one that nobody can guess, if the session is sealed
   * @throws dev.tapewire.common.error.TapewireException if another process writes them, the session
   *     is sealed and the key is missing, gone or another, or the directory can't be written
   */
  public static ReplyWriter open(
      SessionPaths paths, String destination, TapeKey key, Clock clock, RandomGenerator random) {
    return new ReplyWriter(ReplyTape.openWriter(paths, destination, key, clock, random));
  }

  /** {@return a number for a new link: no reply on the tape has it, nor one that was given} */
  public long nextLink() {
    return nextLink++;
  }

  /**
   * Appends a reply.
   *
   * @throws java.io.UncheckedIOException if the disk is full or failed; nothing was appended
   */
  public void append(Reply reply) {
    if (reply.link() > tape.mark()) {
      tape.mark(reply.link());
    }
    tape.append(ReplyJson.encode(reply).getBytes(StandardCharsets.UTF_8));
    nextLink = Math.max(nextLink, reply.link() + 1);
  }

  /** Closes, giving back disk that was allocated ahead; the replies can be gone on with. */
  @Override
  public void close() {
    tape.close();
  }
}
