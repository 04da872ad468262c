package dev.tapewire.sender;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.Erasure;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyWriter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import dev.tapewire.sender.delivery.Backlog;
import dev.tapewire.sender.delivery.ReplyLog;
import dev.tapewire.sender.delivery.ServiceTerms;
import dev.tapewire.sender.link.ServiceChoice;
import java.io.IOException;
import java.security.SecureRandom;

/** The replies tape of one delivery to a speech service. Confined to one thread. */
final class ServiceReplies implements ReplyLog, AutoCloseable {
  private final ReplyWriter writer;
  private final Clock clock;

  /** Null but for a replay: a delivery has its own. */
  private final DirectoryLock lock;

  private ServiceReplies(ReplyWriter writer, Clock clock, DirectoryLock lock) {
    this.writer = writer;
    this.clock = clock;
    this.lock = lock;
  }

  /** {@return null if the destination is no speech service} */
  static ServiceReplies open(SessionPaths paths, String key, SendSettings settings, Clock clock) {
    if (settings.approach().service() == null) {
      return null;
    }
    return new ServiceReplies(writer(paths, key, settings, clock), clock, null);
  }

  /**
   * Begins the replies of a replay anew, apart from those of the session's own delivery.
   *
   * @return null if the destination is no speech service
   * @throws TapewireException if another replay to it runs, or they can't be written
   */
  static ServiceReplies ofReplay(SessionPaths paths, SendSettings settings, Clock clock) {
    if (settings.approach().service() == null) {
      return null;
    }
    String name = settings.destination().name() + Destination.REPLAY;
    String key = Destination.keyOf(name);
    DirectoryLock lock = null;
    try {
      paths.make(paths.destination(key));
      lock = DirectoryLock.tryAcquire(paths.sendLock(key));
      if (lock == null) {
        throw TapewireException.failed(
            "process "
                + DirectoryLock.holder(paths.sendLock(key))
                + " replays "
                + paths.id()
                + " there already; wait for its end or stop it");
      }
      Erasure.erase(paths.replies(key));
      OwnFiles.replace(paths.replayName(key), name);
      return new ServiceReplies(writer(paths, key, settings, clock), clock, lock);
    } catch (IOException e) {
      release(lock);
      throw TapewireException.failed(
          "can't keep the answers of the replay: " + IoReason.withFile(e), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static void release(DirectoryLock lock) {
    if (lock != null) {
      lock.close();
    }
  }

  private static ReplyWriter writer(
      SessionPaths paths, String key, SendSettings settings, Clock clock) {
    SecureRandom random = new SecureRandom(); // It may make the nonces of a sealed tape.
    return ReplyWriter.open(paths, key, settings.tapeKey(), clock, random);
  }

  /**
   * {@return what a delivery keeps from link to link}
   *
   * @param backlog null: there is no live edge
   */
  ServiceTerms terms(SendSettings settings, Backlog backlog) {
    ServiceChoice choice = settings.approach().service();
    return new ServiceTerms(
        choice.service(),
        choice.settings(),
        settings.destination().uri(),
        choice.key(),
        choice.catchUp(),
        backlog,
        this);
  }

  @Override
  public long nextLink() {
    return writer.nextLink();
  }

  @Override
  public long epochNs() {
    return clock.epochNs();
  }

  @Override
  public void append(Reply reply) {
    writer.append(reply);
  }

  @Override
  public void close() {
    writer.close();
    release(lock);
  }
}
