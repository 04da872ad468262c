package dev.tapewire.sender.link;

import dev.tapewire.sender.delivery.LinkEvent;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * Turns OkHttp's callbacks into events and does nothing else. Called on OkHttp's threads, one at a
 * time for one socket.
 */
final class LinkListener extends WebSocketListener {
  private final long link;
  private final Consumer<LinkEvent> events;
  private final FailureText failures;
  private final int textCharsMax;
  private final Inbound inbound;
  private boolean opened;
  private boolean over;

  LinkListener(
      long link,
      Consumer<LinkEvent> events,
      FailureText failures,
      int textCharsMax,
      Inbound inbound) {
    this.inbound = inbound;
    this.textCharsMax = textCharsMax;
    this.link = link;
    this.events = events;
    this.failures = failures;
  }

  /** {@return what bounds the link} */
  Inbound inbound() {
    return inbound;
  }

  @Override
  public void onOpen(WebSocket socket, Response response) {
    opened = true;
    String selected = response.header("Sec-WebSocket-Protocol");
    events.accept(new LinkEvent.Opened(link, selected == null ? "" : selected));
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    String taken = text.length() > textCharsMax ? text.substring(0, textCharsMax) : text;
    events.accept(new LinkEvent.Text(link, taken));
  }

  @Override
  public void onMessage(WebSocket socket, ByteString bytes) {
    events.accept(new LinkEvent.Binary(link, bytes.size()));
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    socket.close(sendable(code), null);
    String fault = inbound.fault();
    last(
        fault == null
            ? new LinkEvent.Closed(link, code, reason)
            : new LinkEvent.Failed(link, 0, false, fault));
  }

  @Override
  public void onFailure(WebSocket socket, Throwable failure, Response response) {
    int status = response == null || response.code() == 101 ? 0 : response.code();
    last(
        new LinkEvent.Failed(
            link,
            status,
            failures.isHopeless(failure, status),
            opened ? failures.of(failure, status) : failures.ofUpgrade(failure, status),
            status == 0 ? 0 : RetryAfter.ns(response)));
  }

  private void last(LinkEvent event) {
    if (!over) {
      over = true;
      events.accept(event);
    }
  }

  /** 1005, 1006 and 1015 stand for a missing code and may not be sent. */
  private static int sendable(int code) {
    return code == 1005 || code == 1006 || code == 1015 ? 1000 : code;
  }
}
