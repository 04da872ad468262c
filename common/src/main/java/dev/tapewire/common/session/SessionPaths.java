package dev.tapewire.common.session;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What stands where in a session's directory. Immutable.
 *
 * <pre>
 * TAPES/SESSION/
 *   metadata.cq4t *.cq4     the tape
 *   session.json            what the session is, its gaps, whether it ended; made again from the tape
 *   capture.lock            held by the capture process
 *   capture.counters        live figures of capture
 *   capture.pipe            what capture took out of a pipe, where no memory outlives it
 *   paused                  there while the session is paused
 *   session.key             the session's key, wrapped; without it a sealed session is erased
 *   to/KEY/destination      the destination's name, UTF-8, no secrets
 *   to/KEY/whole            the CRC-32C of that name: nothing that tells destinations apart is left out
 *   to/KEY/replay           stands instead of it where a replay's answers are; nothing is owed there
 *   to/KEY/abandoned        there if the session is not owed to this destination any more
 *   to/KEY/start            where its delivery begins, if that is not the session's start
 *   to/KEY/send.lock        held by the sender
 *   to/KEY/checkpoint       how far the destination has confirmed
 *   to/KEY/ahead            what it has confirmed ahead of that, where the newest goes first
 *   to/KEY/ahead.checkpoint how far the newest of it has come
 *   to/KEY/send.counters    live figures of the sender
 *   to/KEY/replies/         the tape of what the destination answered
 * </pre>
 */
public record SessionPaths(Path directory) {
  /** {@return the session's paths under a tapes directory} */
  public static SessionPaths of(Path tapes, String session) {
    return new SessionPaths(tapes.resolve(session));
  }

  /** {@return the session's id} */
  public String id() {
    return directory.getFileName().toString();
  }

  /** {@return the tapes directory} */
  public Path tapes() {
    return directory.toAbsolutePath().getParent();
  }

  /** Makes a directory of the session, and those above it up to the tapes directory. */
  public void make(Path inside) throws IOException {
    OwnFiles.makeDirectories(tapes(), inside.toAbsolutePath());
  }

  /**
   * Sees that a directory of the session, if it is there, is one, and none above it a link, up to
   * the tapes directory, which may be one.
   */
  public void check(Path inside) throws IOException {
    OwnFiles.checkDirectories(tapes(), inside.toAbsolutePath());
  }

  /** {@return what the session is, as JSON} */
  public Path summary() {
    return directory.resolve("session.json");
  }

  /** {@return the session's key, wrapped; not there if its tape is not sealed} */
  public Path sessionKey() {
    return directory.resolve("session.key");
  }

  /** {@return the lock held by capture} */
  public Path captureLock() {
    return directory.resolve("capture.lock");
  }

  /** {@return live figures of capture} */
  public Path captureCounters() {
    return directory.resolve("capture.counters");
  }

  /** {@return what capture took out of a pipe, where no memory outlives it} */
  public Path capturePipe() {
    return directory.resolve("capture.pipe");
  }

  /** {@return what says that the session is paused} */
  public Mark paused() {
    return new Mark(directory.resolve("paused"));
  }

  /** {@return where destinations have their directories} */
  public Path destinations() {
    return directory.resolve("to");
  }

  /** {@return the directory of one destination} */
  public Path destination(String key) {
    return destinations().resolve(key);
  }

  /** {@return the file that names the destination} */
  public Path destinationName(String key) {
    return destination(key).resolve("destination");
  }

  /** {@return the file that names the destination of a replay} */
  public Path replayName(String key) {
    return destination(key).resolve("replay");
  }

  /** {@return what says that the session is not owed to this destination any more} */
  public Mark abandoned(String key) {
    return new Mark(destination(key).resolve("abandoned"));
  }

  /** {@return where its delivery begins, if that is not the session's start} */
  public Path deliveryStart(String key) {
    return destination(key).resolve("start");
  }

  /** {@return the lock held by the sender} */
  public Path sendLock(String key) {
    return destination(key).resolve("send.lock");
  }

  /** {@return how far the destination has confirmed} */
  public Path checkpoint(String key) {
    return destination(key).resolve("checkpoint");
  }

  /** {@return what the destination has confirmed ahead of its checkpoint} */
  public Path ahead(String key) {
    return destination(key).resolve("ahead");
  }

  /** {@return how far the newest of what is ahead has come} */
  public Path aheadCheckpoint(String key) {
    return destination(key).resolve("ahead.checkpoint");
  }

  /** {@return live figures of the sender} */
  public Path sendCounters(String key) {
    return destination(key).resolve("send.counters");
  }

  /** {@return the directory of what the destination answered} */
  public Path replies(String key) {
    return destination(key).resolve("replies");
  }

  /** {@return the lock held by who writes the replies} */
  public Path repliesLock(String key) {
    return replies(key).resolve("lock");
  }
}
