package dev.tapewire.receiver.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts what one connection sent since its last whole message, the bytes read together with that
 * message's end included: never less than what is held of it. Confined to the network's thread.
 */
final class PartialCount extends ChannelInboundHandlerAdapter {
  /** The event that tells that this connection is the one to go. */
  static final Object TOO_MUCH = new Object();

  private final Partials partials;
  private ChannelHandlerContext context;
  private long bytes;
  private int readNow;
  private boolean refused;

  PartialCount(Partials partials) {
    this.partials = partials;
  }

  /** {@return bytes held at most} */
  long bytes() {
    return bytes;
  }

  /** A message is whole. */
  void whole() {
    long by = readNow - bytes;
    bytes = readNow;
    if (!refused) {
      partials.changed(by);
    }
  }

  /** A control frame came, which may stand between the pieces of a message. */
  void passed(int controlBytes) {
    long by = -Math.min(bytes, controlBytes);
    bytes += by;
    if (!refused) {
      partials.changed(by);
    }
  }

  /** Takes nothing more and has the peer sent away. */
  void refuse() {
    refused = true;
    context.fireUserEventTriggered(TOO_MUCH);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    partials.add(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    partials.remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object read) {
    if (refused) {
      ReferenceCountUtil.release(read);
      return;
    }
    readNow = ((ByteBuf) read).readableBytes();
    bytes += readNow;
    partials.changed(readNow);
    if (refused) {
      ReferenceCountUtil.release(read);
    } else {
      from.fireChannelRead(read);
    }
  }
}
