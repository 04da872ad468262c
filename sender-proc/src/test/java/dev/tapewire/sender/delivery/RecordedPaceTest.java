package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private void start(double speed) {
    bench.tape.addFrames(50);
    TapeReader reader = bench.tape.openReader();
    RecordedPace pace = new RecordedPace(reader.header().format(), 0, speed);
    bench.start(reader, new Plan("replay-1", 0, 0, reader.endNumber(), 0), pace);
    Control.Hello hello = bench.greet();
    assertEquals("replay-1", hello.delivery());
    bench.say(DeliveryBench.NOTHING);
    bench.settle();
  }
}
