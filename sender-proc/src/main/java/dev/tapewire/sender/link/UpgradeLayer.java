package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.Pings;
import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;

/**
 * The upgrade as we want it, around OkHttp's: no extension is offered and none taken, what comes is
 * bounded, and pings are told apart. Safe for use by any thread.
 */
final class UpgradeLayer implements Interceptor {
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  @Override
  public Response intercept(Chain chain) throws IOException {
    Pings pings = chain.request().tag(Pings.class);
    Inbound inbound = chain.request().tag(Inbound.class);
    if (pings == null || inbound == null) {
      return proceed(chain, chain.request());
    }
    Request plain = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
    Response response = proceed(chain, plain);
    Socket socket = response.socket();
    if (socket == null) {
      return response;
    }
    if (response.header(EXTENSIONS) != null) {
      socket.cancel();
      throw new ProtocolException("the server selects an extension that was not offered");
    }
    Socket bounded = InboundLayer.around(socket, inbound);
    return response.newBuilder().socket(PingLayer.around(bounded, pings, inbound)).build();
  }

  /** OkHttp reads a Retry-After as an int and would end one of its threads over a longer one. */
  private static Response proceed(Chain chain, Request request) throws IOException {
    try {
      return chain.proceed(request);
    } catch (NumberFormatException e) {
      throw new IOException("the server's answer can't be read; its Retry-After is too long");
    }
  }
}
