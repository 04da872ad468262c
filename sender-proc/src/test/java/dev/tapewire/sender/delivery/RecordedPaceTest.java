package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

class RecordedPaceTest {
  private static final int RECORD_BYTES = 48 + 160;

  private final DeliveryBench bench = new DeliveryBench("tapewire");

  @Test
  void sendsEachFrameWhenItsRecordingEnded() {
    start(1);
    bench.link().binary();
    bench.passMs(9);
    assertEquals(0, bench.link().binary().length);
    bench.passMs(1);
    assertEquals(RECORD_BYTES, bench.link().binary().length);
    bench.passMs(10);
    assertEquals(RECORD_BYTES, bench.link().binary().length);
  }

  @Test
  void sendsNTimesAsFast() {
    start(4);
    bench.link().binary();
    bench.passMs(10);
    assertEquals(4 * RECORD_BYTES, bench.link().binary().length);
  }

  @Test
  void makesUpForALateStart() {
    start(1);
    bench.link().binary();
    bench.passMs(55);
    assertEquals(5 * RECORD_BYTES, bench.link().binary().length);
  }

  @Test
  void countsFromTheDeliverysFirstPosition() {
    bench.tape.addFrames(50);
    TapeReader reader = bench.tape.openReader();
    RecordedPace pace = new RecordedPace(reader.header().format(), 160, 1);
    assertTrue(pace.due(160, 1_000));
    assertFalse(pace.due(240, 1_000 + 9_999_999));
    assertTrue(pace.due(240, 1_000 + 10_000_000));
  }

  private void start(double speed) {
    bench.tape.addFrames(50);
    TapeReader reader = bench.tape.openReader();
    RecordedPace pace = new RecordedPace(reader.header().format(), 0, speed);
    bench.start(reader, new Plan("replay-1", 0, 0, reader.endNumber(), 0, true), pace);
    Control.Hello hello = bench.greet();
    assertEquals("replay-1", hello.delivery());
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
  }
}
