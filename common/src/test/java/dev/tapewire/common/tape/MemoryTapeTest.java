package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordView;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemoryTapeTest {
  private final MemoryTape tape = new MemoryTape("s", 1);

  @Test
  void givesRecordsInOrderAndWaitsAtTheEnd() {
    byte[] frame = tape.addFrame();
    TapeReader reader = tape.openReader();
    RecordView view = new RecordView();
    assertTrue(reader.poll(view));
    assertTrue(reader.poll(view));
    assertArrayEquals(frame, Arrays.copyOf(view.bytes(), view.length()));
    assertFalse(reader.poll(view));
    tape.addGap(7, GapReason.OVERRUN);
    assertTrue(reader.poll(view));
    assertEquals(2, reader.numberAt(MemoryTape.FRAME_SAMPLES + 6));
  }

  @Test
  void aCutGivesTheNumbersToAnotherIncarnation() {
    String first = tape.incarnation();
    tape.addFrames(5);
    String second = tape.cut(3);
    TapeReader reader = tape.openReader();
    assertEquals(new TapeReader.Span(0, 3, false), reader.span(first));
    assertEquals(new TapeReader.Span(3, 4, true), reader.span(second));
    assertEquals(first, reader.incarnationAt(2));
    assertEquals(second, reader.incarnationAt(4));
    assertNull(reader.span("0".repeat(32)));
    assertEquals(2, tape.frames());
  }
}
