package dev.tapewire.sender;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyWriter;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.Clock;
import dev.tapewire.sender.delivery.ReplyLog;
import dev.tapewire.sender.delivery.ServiceTerms;
import dev.tapewire.sender.link.ServiceChoice;
import java.security.SecureRandom;

/** The replies tape of one delivery to a speech service. Confined to the agent thread. */
final class ServiceReplies implements ReplyLog, AutoCloseable {
  private final ReplyWriter writer;
  private final Clock clock;

  private ServiceReplies(ReplyWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /** {@return null if the destination is no speech service} */
  static ServiceReplies open(SessionPaths paths, SendSettings settings, Clock clock) {
    if (settings.approach().service() == null) {
      return null;
    }
    String key = settings.destination().key();
    SecureRandom random = new SecureRandom(); // It may make the nonces of a sealed tape.
    ReplyWriter writer = ReplyWriter.open(paths, key, settings.tapeKey(), clock, random);
    return new ServiceReplies(writer, clock);
  }

  /** {@return what the delivery keeps from link to link} */
  ServiceTerms terms(SendSettings settings) {
    ServiceChoice choice = settings.approach().service();
    return new ServiceTerms(
        choice.service(),
        choice.settings(),
        settings.destination().uri(),
        choice.key(),
        choice.keyFrom(),
        choice.catchUp(),
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
  }
}
