package dev.tapewire.receiver.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses messages in too many pieces, which cost far more than their bytes. Confined to the
 * network's thread.
 */
final class FragmentLimit extends ChannelInboundHandlerAdapter {
  private int fragments;
  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
      fragments = 0;
    } else if (frame instanceof ContinuationWebSocketFrame) {
      fragments++;
    }
    if (fragments < LinkLimits.FRAGMENTS_MAX) {
      context.fireChannelRead(frame);
      return;
    }
    ReferenceCountUtil.release(frame);
    if (!refused) {
      refused = true;
      context.fireExceptionCaught(new TooLongFrameException("too many fragments"));
    }
  }
}
