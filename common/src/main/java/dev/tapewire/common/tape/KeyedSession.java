package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.record.SessionKey;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The key of a sealed session, in a file beside its tape: one line of hex, wrapped by the key that
 * the user gave. Who deletes that file erases the audio. Safe for use by any thread.
 */
final class KeyedSession {
  private static final String LINE = "tapewire session key 1: ";

  /** The line is 105 bytes; what is longer is none. */
  private static final int LINE_BYTES_MAX = 256;

  private KeyedSession() {}

  /**
   * {@return the session's key, made durable if it is new; null if nothing is to be sealed}
   *
   * @throws TapewireException if {@link #check} does
   */
  static SessionKey forWriting(
      SessionPaths paths, TapeIndex index, TapeKey key, RandomGenerator random) throws IOException {
    check(paths, index, key);
    if (key == null) {
      return null;
    }
    SessionKey session =
        Files.exists(paths.sessionKey()) ? open(paths, key) : make(paths, key, random);
    // Of a frame whose key a power cut took, nothing would be left.
    DirectorySync.syncWithParents(paths.directory());
    return session;
  }

  private static SessionKey make(SessionPaths paths, TapeKey key, RandomGenerator random)
      throws IOException {
    SessionKey made = SessionKey.random(random);
    String line = LINE + HexFormat.of().formatHex(key.wrap(made.bytes())) + "\n";
    OwnFiles.replaceDurably(paths.sessionKey(), line);
    return made;
  }

  /**
   * {@return the session's key; null if its tape is not sealed}
   *
   * @throws TapewireException if it is sealed and the key is missing, gone or another
   */
  static SessionKey forReading(SessionPaths paths, TapeIndex index, TapeKey key) {
    return sealed(paths, index) ? open(paths, key) : null;
  }

  /**
   * {@return the key of what {@code destination} answers, made of the session's; null if the
   * session's tape is not sealed}
   *
   * @throws TapewireException if it is sealed and the key is missing, gone or another
   */
  static SessionKey forReplies(SessionPaths paths, String destination, TapeKey key) {
    TapeIndex.Entry oldest =
        Files.isDirectory(paths.directory()) ? TapeIndex.oldest(paths.directory()) : null;
    boolean sealed = Files.exists(paths.sessionKey()) || (oldest != null && oldest.sealed());
    return sealed ? open(paths, key).ofReplies(destination) : null;
  }

  /** Sees whether the session may be recorded with {@code key}, or with none. */
  static void check(SessionPaths paths, TapeIndex index, TapeKey key) {
    if (sealed(paths, index)) {
      open(paths, key);
    } else if (key != null && !index.entries().isEmpty()) {
      throw refused(
          paths,
          "is recorded in the clear; go on without "
              + TapeKey.OPTION
              + " or choose another --session");
    }
  }

  private static boolean sealed(SessionPaths paths, TapeIndex index) {
    return Files.exists(paths.sessionKey())
        || index.entries().stream().anyMatch(TapeIndex.Entry::sealed);
  }

  private static SessionKey open(SessionPaths paths, TapeKey key) {
    if (!Files.exists(paths.sessionKey())) {
      throw refused(
          paths, "is sealed, and its key is gone: " + paths.sessionKey() + " was deleted");
    }
    if (key == null) {
      throw refused(paths, "is sealed; give its key with " + TapeKey.OPTION);
    }
    byte[] unwrapped = key.unwrap(wrapped(paths));
    if (unwrapped == null) {
      throw refused(
          paths,
          "was sealed with another key than "
              + key.file()
              + ", or its session.key is damaged; give the right "
              + TapeKey.OPTION);
    }
    return new SessionKey(unwrapped);
  }

  private static byte[] wrapped(SessionPaths paths) {
    try {
      String line =
          new String(
                  OwnFiles.readBytes(paths.sessionKey(), LINE_BYTES_MAX),
                  StandardCharsets.ISO_8859_1)
              .strip();
      if (line.startsWith(LINE) && line.substring(LINE.length()).matches("[0-9a-f]{80}")) {
        return HexFormat.of().parseHex(line, LINE.length(), line.length());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + paths.sessionKey() + ": " + IoReason.of(e), e);
    }
    throw refused(paths, "is sealed, and " + paths.sessionKey() + " is damaged: put a copy back");
  }

  private static TapewireException refused(SessionPaths paths, String why) {
    return TapewireException.failed("session " + paths.id() + " " + why);
  }
}
