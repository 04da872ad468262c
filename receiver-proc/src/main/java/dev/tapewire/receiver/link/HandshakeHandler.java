package dev.tapewire.receiver.link;

import dev.tapewire.common.wire.Control;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Lets a client in, or says by HTTP why not. One for each connection. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A write that fails closes the channel, which is told.
final class HandshakeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final WebSocketDecoderConfig DECODER =
      WebSocketDecoderConfig.newBuilder()
          .maxFramePayloadLength(LinkLimits.MESSAGE_BYTES_MAX)
          .allowExtensions(false)
          .closeOnProtocolViolation(false)
          .build();

  private final ListenConfig config;
  private final Doorkeeper door;
  private Future<?> deadline;
  private String name;

  HandshakeHandler(ListenConfig config, Doorkeeper door) {
    this.config = config;
    this.door = door;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    name = NettyLink.nameOf(context.channel()); // A closed connection has forgotten it.
    deadline =
        context
            .executor()
            .schedule(() -> tooSlow(context), LinkLimits.HANDSHAKE_MS_MAX, TimeUnit.MILLISECONDS);
  }

  private void tooSlow(ChannelHandlerContext context) {
    long seconds = TimeUnit.MILLISECONDS.toSeconds(LinkLimits.HANDSHAKE_MS_MAX);
    door.refused(name, "slow", "no handshake within " + seconds + " s");
    context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    deadline.cancel(false);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Refusal refusal = refusal(request);
    if (refusal == null) {
      refusal = refusal(context.channel());
    }
    if (refusal != null) {
      refuse(context, refusal);
      return;
    }
    String version = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (!WebSocketVersion.V13.toHttpHeaderValue().equals(version)) {
      door.refused(name, "version", "refused: no WebSocket of version 13");
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel())
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshaker13("ws://localhost/", Control.SUBPROTOCOL, DECODER);
    try {
      // The handler is in place before the handshake's answer is: messages may follow at once.
      FrameHandler frames = door.admit(context.channel());
      handshaker.handshake(context.channel(), request);
      boolean plain = handshaker.selectedSubprotocol() == null;
      frames.shakenHands(context.channel(), plain);
      context.pipeline().remove(this);
    } catch (WebSocketHandshakeException e) {
      refuse(context, new Refusal(HttpResponseStatus.BAD_REQUEST, "not a WebSocket handshake"));
    }
  }

  private record Refusal(HttpResponseStatus status, String reason) {}

  private Refusal refusal(FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      return new Refusal(HttpResponseStatus.BAD_REQUEST, "not an HTTP request");
    }
    if (!config.allowOrigin() && request.headers().contains(HttpHeaderNames.ORIGIN)) {
      return new Refusal(HttpResponseStatus.FORBIDDEN, "web pages may not connect");
    }
    String said = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (!config.keys().isEmpty() && said == null) {
      return new Refusal(HttpResponseStatus.UNAUTHORIZED, "key missing");
    }
    if (!config.keys().isEmpty() && !keyFits(said)) {
      return new Refusal(HttpResponseStatus.FORBIDDEN, "key wrong");
    }
    boolean upgrade =
        request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    if (!upgrade || !request.method().equals(HttpMethod.GET)) {
      return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "connect by WebSocket");
    }
    return null;
  }

  private Refusal refusal(Channel channel) {
    if (door.isFull()) {
      return new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many connections");
    }
    if (door.isFull(channel)) {
      return new Refusal(HttpResponseStatus.TOO_MANY_REQUESTS, "too many connections from there");
    }
    return null;
  }

  /** Compares in a time that depends neither on where they differ nor on which of them fits. */
  private boolean keyFits(String said) {
    byte[] given = said.getBytes(StandardCharsets.UTF_8);
    boolean fits = false;
    for (String key : config.keys()) {
      byte[] due = ("Bearer " + key).getBytes(StandardCharsets.UTF_8);
      fits |= MessageDigest.isEqual(given, due);
    }
    return fits;
  }

  private void refuse(ChannelHandlerContext context, Refusal refusal) {
    String line = "refused with HTTP " + refusal.status().code() + ": " + refusal.reason();
    door.refused(name, refusal.reason(), line);
    byte[] body = (refusal.reason() + "\n").getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, refusal.status(), Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (refusal.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (refusal.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable root = cause instanceof DecoderException ? cause.getCause() : cause;
    if (root instanceof NotSslRecordException) {
      door.refused(name, "plain", "refused: spoke no TLS; connect by wss");
    } else if (root instanceof SSLException) {
      door.refused(name, "tls", "refused: TLS failed: " + root.getMessage());
    }
    // Otherwise a reset connection, or bytes that are no HTTP. TLS would wait to say goodbye.
    context.pipeline().firstContext().close();
  }
}
