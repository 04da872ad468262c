package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeSocketTest {
  private static String read(String bytes) throws IOException {
    byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
    InputStream slow =
        new ByteArrayInputStream(all) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 3));
          }
        };
    byte[] came = new UpgradeSocket.Answer(slow).readAllBytes();
    return new String(came, StandardCharsets.ISO_8859_1);
  }

  /** TLS that fails skips what is available until nothing is. */
  @Test
  void whatIsHeldIsSkippedToo() throws IOException {
    byte[] alert = {21, 3, 3, 0, 2, 2, 46};
    try (InputStream in = new UpgradeSocket.Answer(new ByteArrayInputStream(alert))) {
      assertEquals(alert[0], in.read());
      assertEquals(alert.length - 1, in.available());
      in.skip(in.available());
      assertEquals(0, in.available());
      assertEquals(-1, in.read());
    }
  }

  @Test
  void anUpgradeBesideOtherOptionsBecomesOneAloneAndWhatFollowsIsLeft() throws IOException {
    assertEquals(
        "HTTP/1.1 101 S\r\nA: b\r\nConnection: Upgrade\r\n\r\n\u0081\u0001a",
        read("HTTP/1.1 101 S\r\nconnection: keep-alive, UPGRADE\r\nA: b\r\n\r\n\u0081\u0001a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 400 No\r\nConnection: close, Upgrade\r\n\r\nbody",
        "HTTP/1.1 101 S\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 101 S\r\nConnection: Upgrade", // It ends within its head.
        "\u0016\u0003\u0001 TLS",
        "HTTP/1.1 10"
      })
  void allElsePassesAsItIs(String bytes) throws IOException {
    assertEquals(bytes, read(bytes));
  }
}
