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
      return chain.proceed(chain.request());
    }
    Request plain = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
    Response response = chain.proceed(plain);
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
}
