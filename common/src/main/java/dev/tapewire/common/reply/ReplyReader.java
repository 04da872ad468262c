package dev.tapewire.common.reply;

import dev.tapewire.common.record.CorruptRecordException;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.DocumentTapeReader;
import dev.tapewire.common.tape.ReplyTape;
import java.nio.charset.StandardCharsets;

/**
 * Reads what one destination answered, in the order in which it came, while it is written or after.
 * Confined to one thread.
 */
public final class ReplyReader implements AutoCloseable {
  private final SessionPaths paths;
  private final String destination;
  private final TapeKey key;

  /** Null as long as nothing was answered. */
  private DocumentTapeReader tape;

  private long unreadable;

  private ReplyReader(SessionPaths paths, String destination, TapeKey key) {
    this.paths = paths;
    this.destination = destination;
    this.key = key;
    openIfBegun();
  }

  /**
   * Opens the replies of a destination, also if there are none yet.
   *
   * @param key null: none was given, and the session must not be sealed
   * @throws dev.tapewire.common.error.TapewireException if the session is sealed and the key is
   *     missing, gone or another, or if the format is newer
   */
  public static ReplyReader open(SessionPaths paths, String destination, TapeKey key) {
    return new ReplyReader(paths, destination, key);
  }

  private void openIfBegun() {
    if (tape == null && ReplyTape.hasBegun(paths, destination)) {
      tape = ReplyTape.openReader(paths, destination, key);
    }
  }

  /** {@return the next reply, or null: there is none yet; what is damaged is passed over} */
  public Reply poll() {
    openIfBegun();
    byte[] document;
    while (tape != null && (document = tape.poll()) != null) {
      try {
        return ReplyJson.decode(new String(document, StandardCharsets.UTF_8));
      } catch (CorruptRecordException e) {
        unreadable++;
      }
    }
    return null;
  }

  /** {@return places passed over so far because the tape is damaged there} */
  public long damaged() {
    return unreadable + (tape == null ? 0 : tape.damaged());
  }

  @Override
  public void close() {
    if (tape != null) {
      tape.close();
    }
  }
}
