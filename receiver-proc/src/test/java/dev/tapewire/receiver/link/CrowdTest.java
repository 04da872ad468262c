package dev.tapewire.receiver.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.receiver.reception.RefusalLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients at once, and clients that send their messages in pieces, byte by byte. */
final class CrowdTest {
  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Protocol: tapewire.v1\r\n\r\n";
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CONTINUATION = 0;
  private static final int PING = 9;
  private static final int LAST = 0x80;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Log told = new Log(new PrintStream(lines, true), false);
  private final RefusalLog refusals = new RefusalLog(told);
  private final List<byte[]> messages = new ArrayList<>();
  private Doorkeeper door =
      new Doorkeeper(new Events(), refusals, new ManualClock(), new Room(Long.MAX_VALUE, told));

  @Test
  void letsOnlySoManyShakeHandsAtATime() {
    List<EmbeddedChannel> crowd = arrive(LinkLimits.HANDSHAKES_MAX, "127.0.0.1");
    assertFalse(door.arrived(channel("192.0.2.1")));
    crowd.get(0).close();

    assertTrue(door.arrived(channel("192.0.2.1")));
    assertTrue(log().startsWith("warning: 192.0.2.1:1: refused: too many shake hands"), log());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void letsNoHostKeepTheOthersOut(String host) {
    arrive(LinkLimits.HANDSHAKES_A_PLACE_MAX, host);

    assertFalse(door.arrived(channel(host)));
    assertTrue(door.arrived(channel("192.0.2.2")));
    assertTrue(door.arrived(channel("2001:db8:0:1::1")));
  }

  @Test
  void takesAnIpv6NetworkForOneHost() {
    arrive(LinkLimits.HANDSHAKES_A_PLACE_MAX, "2001:db8::1");

    assertFalse(door.arrived(channel("2001:db8::ffff:2")));
  }

  @Test
  void takesNoMoreThanItMayHaveFilesOpenAndWarnsBefore() {
    door = new Doorkeeper(new Events(), refusals, new ManualClock(), new Room(128, told));
    for (int i = 0; i < 12; i++) {
      assertTrue(answer("127.0.0.1").startsWith("HTTP/1.1 101 "), "connection " + i);
    }

    assertTrue(answer("127.0.0.1").startsWith("HTTP/1.1 503 "));
    assertTrue(
        log().startsWith("warning: 10 connections: 128 open files are allowed, enough for 12"),
        log());
    arrive(16, "127.0.0.1");
    assertFalse(door.arrived(channel("127.0.0.1")));
  }

  @Test
  void asksToComeAgainWhileThereAreTooManyConnections() {
    for (int i = 0; i < LinkLimits.CONNECTIONS_MAX; i++) {
      assertTrue(answer("127.0.0.1").startsWith("HTTP/1.1 101 "), "connection " + i);
    }

    assertTrue(answer("192.0.2.1").startsWith("HTTP/1.1 503 "));
  }

  @Test
  void asksAHostThatHasManyConnectionsToComeAgain() {
    for (int i = 0; i < LinkLimits.CONNECTIONS_A_PLACE_MAX; i++) {
      assertTrue(answer("192.0.2.1").startsWith("HTTP/1.1 101 "), "connection " + i);
    }

    assertTrue(answer("192.0.2.1").startsWith("HTTP/1.1 429 "));
    assertTrue(answer("192.0.2.2").startsWith("HTTP/1.1 101 "));
  }

  @Test
  void takesAMessageInAsManyPiecesAsItMayHave() {
    EmbeddedChannel channel = connected("192.0.2.1");
    pieces(channel, LinkLimits.FRAGMENTS_MAX - 1);
    channel.writeInbound(frame(LAST | CONTINUATION, 1));

    assertEquals(LinkLimits.FRAGMENTS_MAX, messages.get(0).length);
  }

  @Test
  void refusesAMessageInTooManyPieces() {
    EmbeddedChannel channel = connected("192.0.2.1");
    pieces(channel, LinkLimits.FRAGMENTS_MAX + 10);

    assertEquals(CloseCode.TOO_LARGE, closeCode(channel));
    assertTrue(log().contains("refused with 4413: a message takes at most"), log());
    assertTrue(messages.isEmpty());
  }

  @Test
  void sendsTheOneAwayThatHoldsMostOfWhatIsHalfSent() {
    EmbeddedChannel innocent = connected("192.0.2.1");
    innocent.writeInbound(frame(BINARY, 1000));
    List<EmbeddedChannel> greedy = new ArrayList<>();
    long half = 600_000;
    for (long sent = 0; sent <= LinkLimits.PARTIAL_BYTES_MAX; sent += half) {
      EmbeddedChannel one = connected("127.0.0.1");
      one.writeInbound(frame(BINARY, (int) half / 2));
      one.writeInbound(frame(LAST | PING, 100));
      one.writeInbound(frame(CONTINUATION, (int) half / 2));
      greedy.add(one);
    }
    innocent.writeInbound(frame(LAST | CONTINUATION, 1000));

    assertEquals(1, greedy.stream().filter(one -> !one.isOpen()).count());
    assertTrue(log().contains("refused with 4429: too much is half sent"), log());
    assertEquals(2000, messages.get(0).length);
  }

  @Test
  void doesNotHoldWholeMessagesAgainstAnyone() {
    EmbeddedChannel channel = connected("192.0.2.1");
    for (long sent = 0; sent <= LinkLimits.PARTIAL_BYTES_MAX + (4 << 20); sent += 1 << 20) {
      channel.writeInbound(frame(BINARY, 1 << 19));
      channel.writeInbound(frame(LAST | CONTINUATION, 1 << 19));
      messages.clear();
    }
    for (int i = 0; i < 100; i++) {
      channel.writeInbound(frame(LAST | PING, 100));
    }

    assertTrue(channel.isOpen());
  }

  @Test
  void refusesACompressedFrame() {
    EmbeddedChannel channel = connected("192.0.2.1");
    channel.writeInbound(frame(LAST | 0x40 | TEXT, 10));

    assertEquals(1002, closeCode(channel));
  }

  @Test
  void refusesAFrameThatIsNotMasked() {
    EmbeddedChannel channel = connected("192.0.2.1");
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) (LAST | TEXT), 1, 'x'}));

    assertEquals(1002, closeCode(channel));
  }

  @Test
  void refusesAFrameWhoseLengthOverflows() {
    EmbeddedChannel channel = connected("192.0.2.1");
    ByteBuffer head = ByteBuffer.allocate(14).put((byte) (LAST | BINARY)).put((byte) 0xFF);
    channel.writeInbound(Unpooled.wrappedBuffer(head.putLong(Long.MAX_VALUE).putInt(0).array()));

    assertEquals(CloseCode.TOO_LARGE, closeCode(channel));
  }

  private static void pieces(EmbeddedChannel channel, int count) {
    channel.writeInbound(frame(BINARY, 1));
    for (int i = 1; i < count; i++) {
      channel.writeInbound(frame(CONTINUATION, 1));
    }
  }

  /** {@return a frame of zeros, masked with zeros} */
  private static ByteBuf frame(int first, int bytes) {
    ByteBuffer out = ByteBuffer.allocate(bytes + 14).put((byte) first);
    if (bytes < 126) {
      out.put((byte) (0x80 | bytes));
    } else if (bytes < 1 << 16) {
      out.put((byte) 0xFE).putShort((short) bytes);
    } else {
      out.put((byte) 0xFF).putLong(bytes);
    }
    out.position(out.position() + Integer.BYTES + bytes);
    return Unpooled.wrappedBuffer(out.flip());
  }

  private List<EmbeddedChannel> arrive(int count, String host) {
    List<EmbeddedChannel> crowd = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EmbeddedChannel one = channel(host);
      assertTrue(door.arrived(one), "connection " + i);
      crowd.add(one);
    }
    return crowd;
  }

  private String answer(String host) {
    EmbeddedChannel channel = channel(host);
    assertTrue(door.arrived(channel));
    Listener.fitOut(
        channel, new ListenConfig(new InetSocketAddress(0), List.of(), false, null), door);
    channel.writeInbound(Unpooled.copiedBuffer(UPGRADE, StandardCharsets.US_ASCII));
    return new String(sent(channel), StandardCharsets.ISO_8859_1);
  }

  private EmbeddedChannel connected(String host) {
    EmbeddedChannel channel = channel(host);
    assertTrue(door.arrived(channel));
    Listener.fitOut(
        channel, new ListenConfig(new InetSocketAddress(0), List.of(), false, null), door);
    channel.writeInbound(Unpooled.copiedBuffer(UPGRADE, StandardCharsets.US_ASCII));
    sent(channel);
    return channel;
  }

  private static EmbeddedChannel channel(String host) {
    return new From(new InetSocketAddress(host, 1));
  }

  /** {@return the code of the close frame that was sent, or 0} */
  private static int closeCode(EmbeddedChannel channel) {
    byte[] sent = sent(channel);
    return sent.length < 4 || sent[0] != (byte) 0x88
        ? 0
        : ByteBuffer.wrap(sent).getShort(2) & 0xFFFF;
  }

  private static byte[] sent(EmbeddedChannel channel) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      byte[] some = new byte[bytes.readableBytes()];
      bytes.readBytes(some).release();
      out.writeBytes(some);
    }
    return out.toByteArray();
  }

  private String log() {
    return lines.toString(StandardCharsets.UTF_8);
  }

  /** A connection from an address of the test's choice. */
  private static final class From extends EmbeddedChannel {
    private final SocketAddress address;

    From(SocketAddress address) {
      super(DefaultChannelId.newInstance());
      this.address = address;
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return address;
    }
  }

  private final class Events implements LinkListener {
    @Override
    public void opened(Link opened, boolean plain) {}

    @Override
    public void text(Link from, String text) {
      from.taken(text.length());
    }

    @Override
    public void binary(Link from, byte[] message) {
      messages.add(message);
      from.taken(message.length);
    }

    @Override
    public void closed(Link gone) {}
  }
}
