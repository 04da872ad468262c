package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendWindowTest {
  private final SendWindow window = new SendWindow(SendWindow.RECORDS_MAX);

  @Test
  void keepsEveryRecordWhileItGrowsAroundAnyPlace() {
    window.restart(1_500);
    fill(900, 0);
    window.confirm(2_100);
    fill(3_000, 900);
    for (long number = 2_100; number < 5_400; number++) {
      assertEquals(number, window.get(number).message());
    }
    assertEquals(2_100, window.from());
    assertEquals(5_400, window.next());
  }

  @Test
  void countsPayloadBytes() {
    window.restart(10);
    fill(5, 0);
    assertEquals(50, window.bytesHanded());
    assertEquals(50, window.bytes());
    window.confirm(12);
    assertEquals(30, window.bytes());
    assertEquals(50, window.bytesHanded());
    window.restart(3);
    assertEquals(0, window.bytes());
    assertEquals(0, window.bytesHanded());
    assertTrue(window.isEmpty());
  }

  @Test
  void isFullAtItsBoundAndNotBefore() {
    window.restart(7);
    fill(SendWindow.RECORDS_MAX - 1, 0);
    assertFalse(window.isFull());
    fill(1, SendWindow.RECORDS_MAX - 1);
    assertTrue(window.isFull());
    window.confirm(8);
    assertFalse(window.isFull());
  }

  @Test
  void knowsNothingOutsideItself() {
    window.restart(10);
    fill(3, 0);
    window.confirm(11);
    assertEquals(11, window.get(11).message());
    assertEquals(12, window.get(12).message());
    assertThrows(IllegalArgumentException.class, () -> window.get(10));
    assertThrows(IllegalArgumentException.class, () -> window.get(13));
  }

  @Test
  void findsTheRecordsThatAreWholeWithinTheFirstBytes() {
    window.restart(10);
    fill(5, 0);
    assertEquals(10, window.numberWithin(9));
    assertEquals(11, window.numberWithin(10));
    assertEquals(11, window.numberWithin(19));
    assertEquals(15, window.numberWithin(50));
    assertEquals(15, window.numberWithin(1_000));
  }

  @Test
  void tellsTheOldestFrame() {
    window.restart(0);
    assertEquals(0, window.oldestCapturedNs());
    window.add(new SendWindow.Entry(0, 1, 1, 0, ""));
    assertEquals(0, window.oldestCapturedNs());
    window.add(new SendWindow.Entry(0, 2, 2, 77, ""));
    window.add(new SendWindow.Entry(0, 3, 3, 88, ""));
    assertEquals(77, window.oldestCapturedNs());
    window.confirm(2);
    assertEquals(88, window.oldestCapturedNs());
    window.confirm(3);
    assertEquals(0, window.oldestCapturedNs());
  }

  /** Adds records of 10 bytes; each carries its own number as its message. */
  private void fill(int count, long before) {
    for (long i = 1; i <= count; i++) {
      window.add(new SendWindow.Entry(0, 10 * (before + i), window.next(), 1, ""));
    }
  }
}
