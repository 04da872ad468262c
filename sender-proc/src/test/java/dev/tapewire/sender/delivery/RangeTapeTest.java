package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.tape.MemoryTape;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeTapeTest {
  private final MemoryTape tape = new MemoryTape("s", 5);
  private final RecordView view = new RecordView();

  @Test
  void cutsTheFirstAndLastFrameToTheSample() {
    tape.addFrames(10);
    tape.addEnd();
    RangeTape range = new RangeTape(tape.openReader(), 100, 333);
    assertArrayEquals(Arrays.copyOfRange(tape.pcm(), 200, 666), pcm(range));
  }

  @Test
  void cutsOneFrameOnBothSides() {
    tape.addFrames(10);
    RangeTape range = new RangeTape(tape.openReader(), 170, 171);
    assertArrayEquals(Arrays.copyOfRange(tape.pcm(), 340, 342), pcm(range));
  }

  @Test
  void isTheSameForEveryRange() {
    tape.addFrames(6);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      int from = random.nextInt(480);
      int until = from + 1 + random.nextInt(480 - from);
      RangeTape range = new RangeTape(tape.openReader(), from, until);
      assertArrayEquals(
          Arrays.copyOfRange(tape.pcm(), 2 * from, 2 * until), pcm(range), from + ".." + until);
    }
  }

  @Test
  void beginsWithAHeaderThatNamesTheIncarnation() {
    tape.addFrames(5);
    String second = tape.restart();
    tape.addFrames(5);
    RangeTape range = new RangeTape(tape.openReader(), 500, Long.MAX_VALUE);
    assertEquals(true, range.poll(view));
    assertEquals(second, view.header().incarnation());
    assertEquals(6, view.header().firstSequence());
    assertEquals(500, view.position());
    long first = view.number();
    assertEquals(first, range.firstNumber());
    assertEquals(true, range.poll(view));
    assertEquals(first + 1, view.number());
    assertEquals(500, view.position());
    assertEquals(6, view.frameSequence());
  }

  @Test
  void knowsTheSpansOfItsPart() {
    String one = tape.incarnation();
    tape.addFrames(5);
    String two = tape.restart();
    tape.addFrames(5);
    tape.restart();
    tape.addFrames(5);
    RangeTape range = new RangeTape(tape.openReader(), 450, 600);
    assertNull(range.span(one));
    assertEquals(range.firstNumber(), range.span(two).from());
    assertEquals(range.endNumber(), range.span(two).to());
    assertEquals(two, range.incarnationAt(range.firstNumber()));
  }

  @Test
  void cutsAGap() {
    tape.addFrames(1);
    tape.addGap(1000, GapReason.OVERRUN);
    tape.addFrames(1);
    RangeTape range = new RangeTape(tape.openReader(), 200, 300);
    range.poll(view);
    assertEquals(true, range.poll(view));
    assertEquals(200, view.position());
    assertEquals(100, view.gapSamples());
    assertEquals(GapReason.OVERRUN, view.gapReason());
    assertEquals(false, range.poll(view));
  }

  @Test
  void givesTheSameRecordsAfterASeekBack() {
    tape.addFrames(10);
    RangeTape range = new RangeTape(tape.openReader(), 100, 333);
    byte[] once = pcm(range);
    range.seek(range.firstNumber());
    assertArrayEquals(once, pcm(range));
    range.seek(range.firstNumber() + 2);
    range.poll(view);
    assertEquals(range.firstNumber() + 2, view.number());
  }

  @Test
  void refusesARangeBeyondTheEnd() {
    tape.addFrames(2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new RangeTape(tape.openReader(), 160, Long.MAX_VALUE));
  }

  private byte[] pcm(RangeTape range) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (range.poll(view)) {
      if (view.is(RecordKind.FRAME)) {
        all.write(view.bytes(), view.framePcmOffset(), view.framePcmLength());
      }
    }
    return all.toByteArray();
  }
}
