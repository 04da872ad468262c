package dev.tapewire.receiver.link;

import dev.tapewire.common.time.Clock;
import dev.tapewire.receiver.reception.RefusalLog;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * Counts connections and fits out those that are let in. Confined to the network's thread, but for
 * the wait for the end.
 */
final class Doorkeeper {
  private final LinkListener listener;
  private final RefusalLog refusals;
  private final Clock clock;
  private final Inflow inflow = new Inflow();
  private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

  Doorkeeper(LinkListener listener, RefusalLog refusals, Clock clock) {
    this.listener = listener;
    this.refusals = refusals;
    this.clock = clock;
  }

  /** Tells, within limits, that a peer was sent away; {@code kind} is one of few. */
  void refused(String peer, String kind, String line) {
    refusals.refused(kind, peer + ": " + line, clock.monotonicNs());
  }

  /** Tells what has become due. */
  void step() {
    refusals.step(clock.monotonicNs());
  }

  /** Tells what is left to be told. */
  void close() {
    refusals.close();
  }

  /** {@return whether a connection that came may stay, to be told by HTTP how things stand} */
  boolean arrived(Channel channel) {
    connections.add(channel);
    return connections.size() <= 2 * LinkLimits.CONNECTIONS_MAX;
  }

  /** {@return whether there are too many connections to let one in} */
  boolean isFull() {
    return connections.size() > LinkLimits.CONNECTIONS_MAX;
  }

  /** Waits until all connections are gone, at most so long. */
  void awaitEmpty(long timeoutMs) {
    connections.newCloseFuture().awaitUninterruptibly(timeoutMs);
  }

  /** Lets a connection in. {@return the handler of its messages} */
  FrameHandler admit(Channel channel) {
    FrameHandler frames = new FrameHandler(new NettyLink(channel, inflow), listener, inflow);
    channel
        .pipeline()
        .addLast(new WebSocketFrameAggregator(LinkLimits.MESSAGE_BYTES_MAX))
        .addLast(frames);
    return frames;
  }
}
