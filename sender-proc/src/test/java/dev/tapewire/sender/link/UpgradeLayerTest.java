package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkRequest;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeLayerTest {
  private static final long WAIT_S_MAX = 60;
  private static final String PLAIN = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
  private static final int FIN_TEXT = 0x81;
  private static final int TEXT = 0x01;
  private static final int MORE = 0x00;
  private static final int FIN_PING = 0x89;

  private final BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
  private OkHttpLinkFactory factory;

  @AfterEach
  void stop() {
    factory.close();
  }

  private void open(OddPeer peer) {
    Destination to = Destination.parse("raw=ws://127.0.0.1:" + peer.port());
    factory = new OkHttpLinkFactory(to, Approach.PLAIN);
    var unused = factory.to(events::add).open(new LinkRequest(1, false));
  }

  private LinkEvent next() throws InterruptedException {
    return events.poll(WAIT_S_MAX, TimeUnit.SECONDS);
  }

  private static String takeUntil(OddPeer peer, String wanted) throws InterruptedException {
    String came = "";
    while (came != null && !came.startsWith(wanted)) {
      came = peer.came.poll(WAIT_S_MAX, TimeUnit.SECONDS);
    }
    return came;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n",
        "Upgrade: WebSocket\r\nConnection: Upgrade, Keep-Alive\r\n",
        "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: upgrade\r\n",
        "Upgrade: websocket\r\nConnection: upgrade\r\nConnection: keep-alive\r\n",
        PLAIN
      })
  void takesAnUpgradeBesideOtherOptionsAndOffersNoExtension(String answer) throws Exception {
    try (OddPeer peer =
        new OddPeer(answer, out -> out.write(new byte[] {(byte) FIN_TEXT, 1, 'a'}))) {
      open(peer);
      assertEquals(new LinkEvent.Opened(1, ""), next());
      assertEquals(new LinkEvent.Text(1, "a"), next());
      assertFalse(peer.head().toLowerCase(Locale.ROOT).contains("extensions"), peer.head());
    }
  }

  @Test
  void takesNoExtensionThatWasNotOffered() throws Exception {
    String answer = PLAIN + "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    try (OddPeer peer = new OddPeer(answer, out -> {})) {
      open(peer);
      LinkEvent.Failed failed = assertInstanceOf(LinkEvent.Failed.class, next());
      assertTrue(failed.reason().contains("extension that was not offered"), failed.reason());
    }
  }

  @Test
  void endsAMessageWithoutEnd() throws Exception {
    OddPeer.Handler endless =
        out -> {
          out.write(OddPeer.frame(TEXT, 0xFFFF));
          for (int i = 0; i < 10_000; i++) {
            out.write(OddPeer.frame(MORE, 0xFFFF));
          }
        };
    try (OddPeer peer = new OddPeer(PLAIN, endless)) {
      open(peer);
      assertEquals(new LinkEvent.Opened(1, ""), next());
      LinkEvent.Failed failed = assertInstanceOf(LinkEvent.Failed.class, next());
      assertEquals(
          "the server sends a message of more than 1048576 bytes; closed with 1009",
          failed.reason());
      assertFalse(failed.hopeless()); // Whether our 1009 gets through its own flood is its affair.
    }
  }

  @Test
  void closesAFrameThatAnnouncesTooMuchBeforeAnyOfItIsTaken() throws Exception {
    byte[] head = {(byte) FIN_TEXT, 127, 0, 0, 0, 1, 0, 0, 0, 0};
    try (OddPeer peer = new OddPeer(PLAIN, out -> out.write(head))) {
      open(peer);
      assertEquals(new LinkEvent.Opened(1, ""), next());
      assertInstanceOf(LinkEvent.Failed.class, next());
      assertEquals("8 1009", takeUntil(peer, "8"));
    }
  }

  @Test
  void outlivesAFloodOfPingsAndHearsWhatComesBehindIt() throws Exception {
    OddPeer.Handler flood =
        out -> {
          byte[] ping = new byte[127];
          ping[0] = (byte) FIN_PING;
          ping[1] = 125;
          for (int i = 0; i < 200_000; i++) {
            out.write(ping);
          }
          out.write(new byte[] {(byte) FIN_TEXT, 1, 'a'});
        };
    try (OddPeer peer = new OddPeer(PLAIN, flood)) {
      open(peer);
      assertEquals(new LinkEvent.Opened(1, ""), next());
      assertEquals(new LinkEvent.Text(1, "a"), next());
    }
  }

  /** OkHttp as it is gives a link up whose ping is not answered when the next is due. */
  @Test
  void aServerThatIsTooBusyForPongsKeepsItsLink() throws Exception {
    try (OddPeer peer =
        new OddPeer(PLAIN, out -> out.write(new byte[] {(byte) FIN_TEXT, 1, 'a'}))) {
      open(peer);
      assertEquals(new LinkEvent.Opened(1, ""), next());
      assertEquals(new LinkEvent.Text(1, "a"), next());
      for (int i = 0; i < 3; i++) {
        assertEquals("9", takeUntil(peer, "9"));
      }
      assertNull(events.peek());
    }
  }
}
