package dev.tapewire.receiver.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.receiver.reception.RefusalLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way in, byte by byte, in virtual time. */
final class HandshakeTest {
  private static final String UPGRADE =
      """
      GET /any/path HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      """;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Log told = new Log(new PrintStream(lines), false);
  private final RefusalLog refusals = new RefusalLog(told);
  private final List<String> events = new ArrayList<>();
  private Link link;
  private final EmbeddedChannel channel = connect(List.of());

  @Test
  void selectsTheProtocolThatIsOffered() {
    String answer = ask(UPGRADE + "Sec-WebSocket-Protocol: other, tapewire.v1\n");

    assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    assertTrue(answer.toLowerCase().contains("sec-websocket-protocol: tapewire.v1"), answer);
    assertEquals(List.of("opened"), events);
  }

  @Test
  void takesAnyoneElseAsAPlainClient() {
    String answer = ask(UPGRADE + "Sec-WebSocket-Protocol: other\n");

    assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    assertFalse(answer.toLowerCase().contains("sec-websocket-protocol"), answer);
    assertFalse(answer.contains("greeting"), answer);
    assertEquals(List.of("opened plain"), events);
  }

  @Test
  void greetsWithoutWaitingForTheAgent() {
    String answer = ask(UPGRADE + "Sec-WebSocket-Protocol: tapewire.v1\n");

    assertTrue(answer.contains("{\"type\":\"greeting\",\"protocol\":\"tapewire.v1\","), answer);
    assertEquals(List.of("opened"), events);
  }

  @Test
  void doesNotCompress() {
    String answer = ask(UPGRADE + "Sec-WebSocket-Extensions: permessage-deflate\n");

    assertFalse(answer.toLowerCase().contains("deflate"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1|Host: x, 426",
    "POST / HTTP/1.1|Upgrade: websocket|Content-Length: 0, 426",
    "GET / HTTP/1.1|Upgrade: websocket|Sec-WebSocket-Version: 7, 426",
    "GET / HTTP/1.1|Upgrade: websocket|Sec-WebSocket-Version: 13, 400",
    "GET / HTTP/1.1|Upgrade: websocket|Origin: null, 403",
    "no HTTP at all, 400"
  })
  void saysByHttpWhatIsWrong(String request, int status) {
    String answer = ask(request.replace('|', '\n') + "\n");

    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertFalse(channel.isOpen());
    assertTrue(events.isEmpty());
  }

  @Test
  void refusesMoreHeadersThanAClientSends() {
    String answer = ask(UPGRADE + "X: " + "x".repeat(LinkLimits.HEADERS_BYTES_MAX) + "\n");

    assertFalse(answer.startsWith("HTTP/1.1 101 "), answer);
    assertFalse(channel.isOpen());
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer sesame, 101",
    "Bearer open-up, 101",
    "Bearer sesam, 403",
    "Bearer sesame2, 403",
    "Basic sesame, 403"
  })
  void letsInWhoHasTheKey(String authorization, int status) {
    EmbeddedChannel guarded = connect(List.of("sesame", "open-up"));
    write(guarded, UPGRADE + "Authorization: " + authorization + "\n\n");

    String answer = read(guarded);
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  @Test
  void leavesWhoDoesNotComeToThePoint() {
    write(channel, "GET / HTTP/1.1\n");
    channel.advanceTimeBy(LinkLimits.HANDSHAKE_MS_MAX - 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertTrue(channel.isOpen());
    write(channel, "X: slowly\n");
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();

    assertFalse(channel.isOpen());
  }

  @Test
  void leavesASenderThatIsSilentForAMinute() {
    assertEquals(60, secondsUntilClosed("Sec-WebSocket-Protocol: tapewire.v1\n"));
  }

  @Test
  void leavesAPlainClientOnlyAfterFiveMinutes() {
    assertEquals(300, secondsUntilClosed(""));
  }

  @Test
  void answersAPing() {
    ask(UPGRADE);
    // Masked with zeros: opcode 9, "hi".
    write(channel, new byte[] {(byte) 0x89, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});

    assertEquals("\u008a\u0002hi", read(channel));
  }

  @Test
  void handsMessagesOnInOrder() {
    ask(UPGRADE);
    write(channel, new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 1});
    write(channel, new byte[] {2, (byte) 0x81, 0, 0, 0, 0, 2});
    write(channel, new byte[] {(byte) 0x80, (byte) 0x81, 0, 0, 0, 0, 3});
    write(channel, new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'});
    write(channel, new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xE8});

    assertEquals(
        List.of("opened plain", "binary [1]", "binary [2, 3]", "text x", "closed"), events);
    assertFalse(channel.isOpen());
  }

  @Test
  void endsAConnectionThatSendsNoFrames() {
    ask(UPGRADE);
    write(channel, new byte[] {(byte) 0xFF, (byte) 0xFF, 1, 2, 3, 4});

    assertTrue(read(channel).startsWith("\u0088"));
  }

  @Test
  void stopsReadingWhileTooMuchWaits() {
    ask(UPGRADE);
    byte[] message = new byte[14 + (1 << 20)];
    message[0] = (byte) 0x82;
    message[1] = (byte) 0xFF;
    message[7] = 0x10;
    for (int i = 0; i < 16; i++) {
      write(channel, message);
    }
    assertFalse(channel.config().isAutoRead());

    for (int i = 0; i < 7; i++) {
      link.taken(1 << 20);
    }
    assertFalse(channel.config().isAutoRead());
    link.taken(1 << 20);
    link.taken(1 << 20);

    assertTrue(channel.config().isAutoRead());
  }

  private long secondsUntilClosed(String headers) {
    ask(UPGRADE + headers);
    long seconds = 0;
    while (seconds < 1000) {
      channel.advanceTimeBy(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      seconds++;
      if (read(channel).startsWith("\u0088")) {
        return seconds;
      }
    }
    return seconds;
  }

  private EmbeddedChannel connect(List<String> key) {
    ListenConfig config = new ListenConfig(new InetSocketAddress(0), key, false, null);
    Doorkeeper door =
        new Doorkeeper(new Events(), refusals, new ManualClock(), new Room(Long.MAX_VALUE, told));
    EmbeddedChannel embedded = new EmbeddedChannel();
    embedded.freezeTime();
    Listener.fitOut(embedded, config, door);
    return embedded;
  }

  private String ask(String request) {
    write(channel, request + "\n");
    return read(channel);
  }

  private static void write(EmbeddedChannel to, String lines) {
    write(to, lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void write(EmbeddedChannel to, byte[] bytes) {
    to.writeInbound(Unpooled.copiedBuffer(bytes));
  }

  private static String read(EmbeddedChannel from) {
    StringBuilder out = new StringBuilder();
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      out.append(bytes.toString(StandardCharsets.ISO_8859_1));
      bytes.release();
    }
    return out.toString();
  }

  private final class Events implements LinkListener {
    @Override
    public void opened(Link opened, boolean plain) {
      link = opened;
      events.add(plain ? "opened plain" : "opened");
    }

    @Override
    public void text(Link from, String text) {
      events.add("text " + text);
    }

    @Override
    public void binary(Link from, byte[] message) {
      if (message.length < 10) {
        events.add("binary " + java.util.Arrays.toString(message));
      }
    }

    @Override
    public void closed(Link from) {
      events.add("closed");
    }
  }
}
