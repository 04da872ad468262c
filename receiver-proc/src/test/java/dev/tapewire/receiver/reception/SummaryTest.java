package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  private static final DeliveryHead HEAD =
      new DeliveryHead("talk", "replay-1", new PcmFormat(48_000, 2, Encoding.S24LE), 7, 1_000);

  @Test
  void tellsWhatIsStored() {
    String digest = "ab".repeat(32);
    DeliveryState state = new DeliveryState(20, 5_000, 12, 600, digest, "", true, true);
    List<StoredGap> gaps =
        List.of(
            new StoredGap(2_000, 600, GapReason.OVERRUN),
            new StoredGap(5_000, 10, GapReason.SOURCE_STALLED));
    String expected =
        """
        {"session": "talk", "delivery": "replay-1", "rate": 48000, "channels": 2,
         "encoding": "s24le", "first_position": 1000, "samples": 4000, "lost_samples": 600,
         "gap_count": 1, "gaps": [{"at_samples": 2000, "samples": 600, "reason": "overrun"}],
         "digest": "%s", "complete": true}
        """
            .formatted(digest);
    assertEquals(
        JsonParser.parseString(expected),
        JsonParser.parseString(Summary.json(HEAD, state, gaps, 1)));
  }

  @Test
  void countsTheBytesOfAReplayFromItsStart() {
    DeliveryState state = new DeliveryState(20, 5_000, 12, 0, "", "", false, false);
    assertEquals(4_000 * 6, HEAD.dataBytes(state));
  }
}
