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

  @Test
  void leavesTheEndOut() {
    tape.addFrames(3);
    tape.addEnd();
    RangeTape range = new RangeTape(tape.openReader(), 0, Long.MAX_VALUE);
    assertEquals(4, range.endNumber());
    assertEquals(0, range.firstNumber());
    assertArrayEquals(tape.pcm(), pcm(range));
  }

  @Test
  void takesAllOfATapeWithoutAnEnd() {
    tape.addFrames(3);
    RangeTape range = new RangeTape(tape.openReader(), 80, Long.MAX_VALUE);
    assertEquals(4, range.endNumber());
    assertArrayEquals(Arrays.copyOfRange(tape.pcm(), 160, 480), pcm(range));
  }

  @Test
  void doesNotGrowWithTheTape() {
    tape.addFrames(3);
    RangeTape range = new RangeTape(tape.openReader(), 0, Long.MAX_VALUE);
    byte[] then = tape.pcm();
    tape.addFrames(3);
    assertArrayEquals(then, pcm(range));
  }

  @Test
  void keepsWholeRecordsAsTheyAre() {
    tape.addFrames(3);
    RangeTape range = new RangeTape(tape.openReader(), 80, 160);
    range.poll(view);
    assertEquals(true, range.poll(view));
    byte[] record = tape.records().get(2);
    assertArrayEquals(
        record, Arrays.copyOfRange(view.bytes(), view.offset(), view.offset() + view.length()));
    assertEquals(2, view.number());
  }

  @Test
  void tellsWhenTheCutAudioWasCaptured() {
    tape.addFrame(new byte[160], 1_000_000_000L);
    RangeTape range = new RangeTape(tape.openReader(), 10, 64);
    range.poll(view);
    range.poll(view);
    // The last 16 of 80 samples at 8 kHz are left out: 2 ms.
    assertEquals(998_000_000L, view.frameCapturedNs());
  }

  @Test
  void findsRecordsWithinItself() {
    tape.addFrames(10);
    RangeTape range = new RangeTape(tape.openReader(), 200, 500);
    assertEquals(2, range.firstNumber());
    assertEquals(8, range.endNumber());
    assertEquals(2, range.next());
    assertEquals(3, range.numberAt(0));
    assertEquals(4, range.numberAt(240));
    assertEquals(8, range.numberAt(799));
    range.poll(view);
    assertEquals(3, range.next());
    assertThrows(IllegalArgumentException.class, () -> range.seek(1));
    assertThrows(IllegalArgumentException.class, () -> range.seek(9));
    range.seek(8);
    assertEquals(false, range.poll(view));
    range.seek(7);
    assertEquals(true, range.poll(view));
    assertEquals(7, view.number());
  }

  @Test
  void tellsTheSessionOfTheWhole() {
    tape.addFrames(2);
    RangeTape range = new RangeTape(tape.openReader(), 80, 160);
    assertEquals("s", range.header().session());
    assertEquals(tape.incarnation(), range.header().incarnation());
    assertEquals(1, range.header().firstSequence());
  }

  @Test
  void knowsNoSpanThatOnlyTouchesIt() {
    String one = tape.incarnation();
    tape.addFrames(5);
    String two = tape.restart();
    tape.addFrames(5);
    String three = tape.restart();
    tape.addFrames(5);
    RangeTape upToTwo = new RangeTape(tape.openReader(), 0, 400);
    assertNull(upToTwo.span(two));
    assertEquals(0, upToTwo.span(one).from());
    assertEquals(6, upToTwo.span(one).to());
    RangeTape all = new RangeTape(tape.openReader(), 160, 1000);
    assertEquals(6, all.span(two).from());
    assertEquals(12, all.span(two).to());
    assertEquals(12, all.span(three).from());
    assertEquals(false, all.span(three).open());
    assertEquals(three, all.incarnationAt(13));
    assertNull(all.span("none"));
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
