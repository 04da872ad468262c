package dev.tapewire.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tapewire.common.fuzz.Rounds;
import dev.tapewire.receiver.link.ConnectionFuzz;
import dev.tapewire.receiver.reception.PeersFuzz;
import dev.tapewire.receiver.store.LedgerFuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each fuzz target with a few inputs; docs/testing.md has the command that searches. */
final class FuzzTargetsTest {
  @Test
  void peers() {
    byte[][] seeds = new byte[50][];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = new byte[200];
      new Random(i).nextBytes(seeds[i]);
    }
    Rounds.run(PeersFuzz::fuzzerTestOneInput, seeds);
  }

  @Test
  void ledgers() {
    String state =
        "{\"next\":5,\"position\":80,\"sequence\":1,\"lost\":0,\"digest\":\"d\","
            + "\"incarnation\":\"\",\"ended\":false,\"complete\":true}\n";
    String head =
        "{\"session\":\"s\",\"delivery\":\"first\",\"rate\":8000,\"channels\":1,"
            + "\"encoding\":\"s16le\",\"first\":0,\"first_position\":0}\n";
    String gap = "{\"gap_at\":3,\"samples\":4,\"reason\":1}\n";
    Rounds.run(LedgerFuzz::fuzzerTestOneInput, ("\1" + head + gap + state).getBytes(UTF_8));
  }

  @Test
  void connections() {
    Rounds.run(
        ConnectionFuzz::fuzzerTestOneInput,
        "\0\0\40GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8),
        new byte[] {1, 0, 8, (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'},
        new byte[] {2, 0, 8, (byte) 0x82, (byte) 0x82, 1, 2, 3, 4, 5, 6});
  }
}
