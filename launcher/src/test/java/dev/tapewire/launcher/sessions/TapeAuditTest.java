package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.tape.MemoryTape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeAuditTest {
  private final MemoryTape tape = new MemoryTape("s", 1);

  @Test
  void countsAWholeTape() {
    tape.addFrames(3);
    tape.addGap(50, GapReason.OVERRUN);
    tape.restart();
    tape.addFrame();
    tape.addEnd();

    TapeAudit audit = TapeAudit.of(tape.openReader());

    assertNull(audit.fault());
    assertEquals(4, audit.frames());
    assertEquals(4 * MemoryTape.FRAME_SAMPLES + 50, audit.samples());
    assertEquals(50, audit.lostSamples());
    assertEquals(
        List.of(new SessionGap(3 * MemoryTape.FRAME_SAMPLES, 50, GapReason.OVERRUN)), audit.gaps());
    assertTrue(audit.ended());
  }

  @Test
  void stopsAtTheFirstDamagedRecord() {
    tape.addFrames(5);
    tape.damage(3);

    TapeAudit audit = TapeAudit.of(tape.openReader());

    assertEquals(3, audit.fault().number());
    assertEquals(2, audit.frames());
    assertFalse(audit.ended());
  }

  @Test
  void anEndThatCountsOtherwiseIsAFault() {
    tape.addFrames(2);
    RecordEncoder encoder = new RecordEncoder();
    int length = encoder.end(tape.endNumber(), tape.position(), 3, 0);
    tape.addRecord(Arrays.copyOf(encoder.bytes(), length));

    TapeAudit audit = TapeAudit.of(tape.openReader());

    assertTrue(audit.fault().reason().contains("3 frames"), audit.fault().reason());
  }

  @Test
  void aRecordAfterTheEndIsAFault() {
    tape.addFrame();
    tape.addEnd();
    tape.restart();

    TapeAudit audit = TapeAudit.of(tape.openReader());

    assertEquals(3, audit.fault().number());
  }

  @Test
  void aHoleInTheTimelineIsAFault() {
    tape.addFrame();
    RecordEncoder encoder = new RecordEncoder();
    int length = encoder.gap(tape.endNumber(), tape.position() + 1, 7, GapReason.OVERRUN);
    tape.addRecord(Arrays.copyOf(encoder.bytes(), length));

    TapeAudit audit = TapeAudit.of(tape.openReader());

    assertEquals(2, audit.fault().number());
    assertTrue(audit.fault().reason().contains("position 81"), audit.fault().reason());
  }
}
