package dev.tapewire.receiver.link;

import dev.tapewire.common.log.Printable;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;

/** A connection over Netty. Safe for use by any thread. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A write that fails closes the channel, which is told.
final class NettyLink implements Link {
  private final Channel channel;
  private final Inflow inflow;
  private final String name;

  NettyLink(Channel channel, Inflow inflow) {
    this.channel = channel;
    this.inflow = inflow;
    this.name = nameOf(channel);
  }

  /** {@return the address of the peer, for people} */
  static String nameOf(Channel channel) {
    return String.valueOf(channel.remoteAddress()).replaceFirst("^/", "");
  }

  @Override
  public void send(Control message) {
    if (!channel.isWritable()) {
      channel.close(); // It reads nothing of what it is told; gone ones end here, too.
      return;
    }
    channel.writeAndFlush(new TextWebSocketFrame(ControlCodec.encode(message)));
  }

  @Override
  public void close(int code, String reason) {
    int length = Math.min(reason.length(), LinkLimits.REASON_CHARS_MAX);
    String ascii = Printable.ascii(reason.substring(0, length));
    channel
        .writeAndFlush(new CloseWebSocketFrame(code, ascii))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    channel.config().setAutoRead(true);
    channel
        .eventLoop()
        .schedule(() -> channel.close(), LinkLimits.CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
  }

  @Override
  public void taken(int length) {
    inflow.taken(length);
  }

  @Override
  public String name() {
    return name;
  }
}
