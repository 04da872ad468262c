package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Services;
import dev.tapewire.sender.service.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceRulesTest {
  private static ServiceRules of(String name, Map<String, String> given) {
    Service service = Services.byName(name);
    return ServiceRules.of(service.sheet(), Settings.of(service.sheet(), given));
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void takesWhatIsSetInsteadOfTheSheet() {
    ServiceRules rules =
        of(
            "deepgram",
            Map.of("pace", "2", "keep-alive-s", "0.5", "channel", "2", "piece-ms", "40"));
    assertEquals(2, rules.pace());
    assertEquals(500_000_000, rules.keepAliveNs());
    assertEquals(1, rules.channel());
    assertEquals(1280, rules.pieceBytes());
    assertEquals(640, rules.pieceSamples());
    assertEquals(-1, of("deepgram", Map.of()).channel());
    assertEquals(1.25, of("deepgram", Map.of()).pace());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    for (String wrong : new String[] {"19", "251", "many"}) {
      assertThrows(TapewireException.class, () -> of("deepgram", Map.of("piece-ms", wrong)));
    }
    of("deepgram", Map.of("piece-ms", "20"));
    of("deepgram", Map.of("piece-ms", "250"));
    assertThrows(TapewireException.class, () -> of("deepgram", Map.of("channel", "0")));
    assertThrows(TapewireException.class, () -> of("deepgram", Map.of("pace", "-1")));
  }

  @Test
  void makesTheLastPieceAsLongAsTheServiceWants() {
    ServiceRules rules = of("twilio", Map.of()); // 20 ms of mu-law: 160 bytes.
    byte[] padded = rules.padded(new byte[] {1, 2});
    assertEquals(160, padded.length);
    assertArrayEquals(new byte[] {1, 2, (byte) 0xFF}, Arrays.copyOf(padded, 3));
    assertEquals((byte) 0xFF, padded[159]);
    byte[] whole = new byte[160];
    assertEquals(whole, rules.padded(whole));
    assertEquals((byte) 0xFF, rules.silence()[7]);
  }

  @Test
  void leavesAFullSessionWhereItIsQuietAndLaterAnywhere() {
    ServiceRules rules = of("openai-realtime", Map.of("session-max-s", "100"));
    byte[] quiet = {71, 1, (byte) 0xB9, (byte) 0xFE}; // 327 and -327.
    byte[] loud = {0, 0, 72, 1};
    assertFalse(rules.rotates(seconds(100) - 1, quiet));
    assertTrue(rules.rotates(seconds(100), quiet));
    assertFalse(rules.rotates(seconds(110), loud));
    assertTrue(rules.rotates(seconds(110) + 1, loud));
    assertFalse(of("vosk", Map.of()).rotates(Long.MAX_VALUE, quiet));
    ServiceRules floats = of("whisperlive", Map.of("session-max-s", "100"));
    assertTrue(floats.rotates(seconds(100), new byte[] {0x0A, (byte) 0xD7, 0x23, 0x3B})); // 0.0025
    assertFalse(floats.rotates(seconds(100), new byte[] {0, 0, 0, (byte) 0xBE})); // -0.125
    ServiceRules muLaw = of("twilio", Map.of("session-max-s", "100"));
    assertFalse(muLaw.rotates(seconds(110), muLaw.silence())); // Its octets say nothing here.
    assertTrue(muLaw.rotates(seconds(110) + 1, muLaw.silence()));
  }
}
