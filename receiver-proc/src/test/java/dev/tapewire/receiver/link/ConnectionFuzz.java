package dev.tapewire.receiver.link;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.receiver.reception.RefusalLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any bytes on a connection, cut anywhere, from the first one or after a good handshake: no
 * exception leaves the pipeline, and nothing is handed on without a handshake.
 */
public final class ConnectionFuzz {
  private static final byte[] UPGRADE =
      """
      GET / HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static final Log NOWHERE =
      new Log(new PrintStream(OutputStream.nullOutputStream()), false);
  private static final RefusalLog SILENT = new RefusalLog(NOWHERE);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private boolean opened;
  private boolean unasked;

  private ConnectionFuzz(boolean key) {
    channel.freezeTime();
    List<String> keys = key ? List.of("sesame") : List.of();
    ListenConfig config = new ListenConfig(new InetSocketAddress(0), keys, false, null);
    Listener.fitOut(
        channel,
        config,
        new Doorkeeper(new Events(), SILENT, new ManualClock(), new Room(Long.MAX_VALUE, NOWHERE)));
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    int start = input.below(4);
    new ConnectionFuzz(start == 3).run(input, start);
  }

  private void run(Input input, int start) {
    if (start == 1 || start == 2) {
      write(UPGRADE);
      write(start == 1 ? "Sec-WebSocket-Protocol: tapewire.v1\r\n\r\n" : "\r\n");
    }
    while (!input.isEmpty() && channel.isOpen()) {
      write(input.piece());
    }
    channel.finishAndReleaseAll();
    if (unasked) {
      throw new AssertionError("something was handed on without a handshake");
    }
    if (opened && start == 3) {
      throw new AssertionError("let in without the key");
    }
  }

  private void write(String text) {
    write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void write(byte[] bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      out.release();
    }
  }

  private final class Events implements LinkListener {
    @Override
    public void opened(Link link, boolean plain) {
      opened = true;
    }

    @Override
    public void text(Link link, String text) {
      unasked |= !opened;
      link.taken(text.length());
    }

    @Override
    public void binary(Link link, byte[] message) {
      unasked |= !opened;
      link.taken(message.length);
    }

    @Override
    public void closed(Link link) {
      unasked |= !opened;
    }
  }
}
