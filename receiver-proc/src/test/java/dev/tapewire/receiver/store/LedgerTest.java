package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.ReceptionLimits;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.StoredGap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
  private static final DeliveryHead HEAD =
      new DeliveryHead("talk", "first", new PcmFormat(8000, 1, Encoding.S16LE), 0, 0);
  private static final StoredGap EARLY = new StoredGap(5, 2, GapReason.OVERRUN);
  private static final StoredGap LATE = new StoredGap(4095, 1, GapReason.SOURCE_STALLED);

  @TempDir private Path directory;

  @Test
  void aLongHistoryIsWrittenAnewAndThinnerWithAllItsGaps() throws Exception {
    Path file = directory.resolve("talk.ledger");
    List<DeliveryState> states = new ArrayList<>();
    for (int i = 1; i <= ReceptionLimits.STATES_MAX; i++) {
      states.add(state(i));
    }
    try (Ledger ledger = Ledger.begin(file, HEAD)) {
      ledger.rewrite(new Stored(states, List.of(EARLY)));
      int next = ReceptionLimits.STATES_MAX + 1;

      ledger.append(new Commit(state(next), List.of(LATE), null));

      Stored stored = Ledger.read(file).stored();
      assertTrue(stored.states().size() < ReceptionLimits.STATES_MAX);
      assertEquals(state(next), stored.states().get(stored.states().size() - 1));
      assertEquals(List.of(EARLY, LATE), stored.gaps());
      ledger.append(new Commit(state(next + 1), List.of(), null));
      assertEquals(stored.states().size() + 1, Ledger.read(file).stored().states().size());
    }
  }

  @Test
  void goesBackToAStateAndForgetsTheGapsBeyond() throws Exception {
    Path file = directory.resolve("talk.ledger");
    try (Ledger ledger = Ledger.begin(file, HEAD)) {
      ledger.append(new Commit(state(10), List.of(EARLY), null));
      ledger.append(new Commit(state(5000), List.of(LATE), null));

      ledger.goBack(state(10));
      assertEquals(new Stored(List.of(state(10)), List.of(EARLY)), Ledger.read(file).stored());

      ledger.goBack(HEAD.start());
      assertEquals(Stored.NOTHING, Ledger.read(file).stored());
    }
  }

  private static DeliveryState state(int next) {
    return new DeliveryState(next, next, next, 0, "0".repeat(64), "", false, false);
  }
}
