package dev.tapewire.receiver.link;

import dev.tapewire.common.time.Clock;
import dev.tapewire.receiver.reception.RefusalLog;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts connections and fits out those that are let in. Confined to the network's thread, but for
 * the wait for the end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // It is told when a channel is closed.
final class Doorkeeper {
  private final LinkListener listener;
  private final RefusalLog refusals;
  private final Clock clock;
  private final Inflow inflow = new Inflow();
  private final Partials partials = new Partials(LinkLimits.PARTIAL_BYTES_MAX);
  private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final Set<Channel> shakingHands = new HashSet<>();
  private final Room room;
  private final Headcount handshakes;
  private final Headcount admitted;

  Doorkeeper(LinkListener listener, RefusalLog refusals, Clock clock, Room room) {
    this.listener = listener;
    this.refusals = refusals;
    this.clock = clock;
    this.room = room;
    this.handshakes = new Headcount(room.handshakesMax(), LinkLimits.HANDSHAKES_A_PLACE_MAX);
    this.admitted = new Headcount(room.connectionsMax(), LinkLimits.CONNECTIONS_A_PLACE_MAX);
  }

  /** {@return what has been read and is not dealt with} */
  Inflow inflow() {
    return inflow;
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
    SocketAddress from = channel.remoteAddress();
    if (handshakes.isFull() || handshakes.isFull(from)) {
      refused(NettyLink.nameOf(channel), "crowd", "refused: too many shake hands now");
      return false;
    }
    connections.add(channel);
    shakingHands.add(channel);
    handshakes.enter(from);
    channel.closeFuture().addListener(closed -> gone(channel, from));
    return true;
  }

  private void gone(Channel channel, SocketAddress from) {
    if (shakingHands.remove(channel)) {
      handshakes.leave(from);
    } else {
      admitted.leave(from);
    }
  }

  /** {@return whether there are too many connections to let one in} */
  boolean isFull() {
    return admitted.isFull();
  }

  /** {@return whether there are too many connections from where this one comes from} */
  boolean isFull(Channel channel) {
    return admitted.isFull(channel.remoteAddress());
  }

  /** Waits until all connections are gone, at most so long. */
  void awaitEmpty(long timeoutMs) {
    connections.newCloseFuture().awaitUninterruptibly(timeoutMs);
  }

  /** Lets a connection in that had arrived. {@return the handler of its messages} */
  FrameHandler admit(Channel channel) {
    if (shakingHands.remove(channel)) {
      SocketAddress from = channel.remoteAddress();
      handshakes.leave(from);
      admitted.enter(from);
      room.look(admitted.total());
    }
    PartialCount partial = new PartialCount(partials);
    NettyLink link = new NettyLink(channel, inflow);
    FrameHandler frames = new FrameHandler(link, listener, this, partial);
    String http = channel.pipeline().context(HttpServerCodec.class).name();
    channel
        .pipeline()
        .addBefore(http, null, partial)
        .addLast(new FragmentLimit())
        .addLast(new WebSocketFrameAggregator(LinkLimits.MESSAGE_BYTES_MAX))
        .addLast(frames);
    return frames;
  }
}
