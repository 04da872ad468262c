package dev.tapewire.receiver.link;

import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.receiver.reception.Receptions;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;

/** Hands the messages of one connection on, and keeps its WebSocket manners. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A write that fails closes the channel, which is told.
final class FrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
  /** Two bytes and the mask; a control frame has no longer one (RFC 6455 5.5). */
  private static final int CONTROL_HEAD_BYTES = 6;

  private static final String TOO_LONG =
      "a message takes at most "
          + LinkLimits.MESSAGE_BYTES_MAX
          + " bytes in "
          + LinkLimits.FRAGMENTS_MAX
          + " fragments";

  private final NettyLink link;
  private final LinkListener listener;
  private final Doorkeeper door;
  private final PartialCount partial;
  private boolean open;
  private boolean plain;

  FrameHandler(NettyLink link, LinkListener listener, Doorkeeper door, PartialCount partial) {
    this.link = link;
    this.listener = listener;
    this.door = door;
    this.partial = partial;
  }

  /** The handshake is done; messages may come from now on. */
  void shakenHands(Channel channel, boolean isPlain) {
    open = true;
    plain = isPlain;
    int seconds = plain ? LinkLimits.PLAIN_SILENT_SECONDS_MAX : LinkLimits.SILENT_SECONDS_MAX;
    channel.pipeline().addFirst(new IdleStateHandler(seconds, 0, 0));
    if (!plain) {
      // Not by the agent: a disk that it waits for would let the sender take us for a plain server.
      link.send(Receptions.greeting());
    }
    listener.opened(link, plain);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
      partial.passed(CONTROL_HEAD_BYTES + frame.content().readableBytes());
    } else {
      partial.whole();
    }
    if (frame instanceof BinaryWebSocketFrame) {
      byte[] message = ByteBufUtil.getBytes(frame.content());
      door.inflow().came(context.channel(), message.length);
      listener.binary(link, message);
    } else if (frame instanceof TextWebSocketFrame text) {
      if (frame.content().readableBytes() > LinkLimits.TEXT_BYTES_MAX) {
        refuse(CloseCode.TOO_LARGE, "a control message takes at most 4096 characters");
        return;
      }
      String message = text.text();
      door.inflow().came(context.channel(), message.length());
      listener.text(link, message);
    } else if (frame instanceof PingWebSocketFrame) {
      if (context.channel().isWritable()) {
        context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
      }
    } else if (frame instanceof CloseWebSocketFrame close) {
      gone(); // Before the answer: who has it may count on that.
      context.writeAndFlush(answer(close)).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** After a close of ours this is one too many; the peer has stopped listening by then. */
  private static CloseWebSocketFrame answer(CloseWebSocketFrame close) {
    int code = close.statusCode();
    return WebSocketCloseStatus.isValidStatusCode(code)
        ? new CloseWebSocketFrame(code, "")
        : new CloseWebSocketFrame();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      link.close(CloseCode.GOING_AWAY, "nothing heard for too long");
    } else if (event == PartialCount.TOO_MUCH) {
      String reason = "too much is half sent";
      door.refused(link.name(), reason, "refused with " + CloseCode.BUSY + ": " + reason);
      context
          .writeAndFlush(new CloseWebSocketFrame(CloseCode.BUSY, reason))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone();
  }

  private void gone() {
    if (open) {
      open = false;
      listener.closed(link);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      refuse(corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    } else if (cause instanceof TooLongFrameException) {
      refuse(true);
    } else {
      context.close(); // The connection was reset.
    }
  }

  private void refuse(boolean tooLong) {
    if (tooLong) {
      int code = plain ? WebSocketCloseStatus.MESSAGE_TOO_BIG.code() : CloseCode.TOO_LARGE;
      refuse(code, TOO_LONG);
    } else {
      refuse(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "not a WebSocket frame");
    }
  }

  private void refuse(int code, String reason) {
    door.refused(link.name(), reason, "refused with " + code + ": " + reason);
    link.close(code, reason);
  }
}
