package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeFaultException;
import org.junit.jupiter.api.Test;

class TapeCursorTest {
  private final MemoryTape tape = new MemoryTape("s", 3);

  @Test
  void theEndIsAfterTheEndRecord() {
    tape.addFrame();
    tape.addEnd();
    TapeCursor cursor = toTheEnd();
    assertFalse(cursor.atEnd());
    cursor.seek(2);
    assertFalse(cursor.atEnd());
    assertTrue(cursor.peek().is(RecordKind.END));
    cursor.take();
    assertTrue(cursor.atEnd());
    assertNull(cursor.peek());
    cursor.seek(3);
    assertTrue(cursor.atEnd());
    assertNull(cursor.peek());
    cursor.seek(0);
    assertFalse(cursor.atEnd());
    assertEquals(0, cursor.peek().number());
  }

  @Test
  void theEndOfTheTapeIsNotTheEndOfTheDelivery() {
    tape.addFrame();
    TapeCursor cursor = toTheEnd();
    cursor.seek(2);
    assertFalse(cursor.atEnd());
    assertNull(cursor.peek());
    assertTrue(cursor.isDry());
    tape.addFrame();
    assertNull(cursor.peek(), "asked once a turn");
    cursor.refresh();
    assertEquals(2, cursor.peek().number());
    assertFalse(cursor.isDry());
  }

  @Test
  void anEmptyPlaceAtTheStartIsNoEnd() {
    TapeCursor cursor = toTheEnd();
    cursor.seek(0);
    assertFalse(cursor.atEnd());
    assertNotNull(cursor.peek());
  }

  @Test
  void aRangeEndsBeforeItsBound() {
    tape.addFrames(5);
    TapeCursor cursor = new TapeCursor(tape.openReader(), 3);
    cursor.seek(2);
    assertEquals(2, cursor.peek().number());
    assertFalse(cursor.atEnd());
    cursor.take();
    assertTrue(cursor.atEnd());
    assertNull(cursor.peek());
    assertEquals(3, cursor.next());
  }

  @Test
  void findsTheNextFrame() {
    tape.addGap(10, GapReason.OVERRUN);
    TapeCursor cursor = toTheEnd();
    assertNull(cursor.peekFrame());
    tape.addFrame();
    cursor.refresh();
    assertEquals(2, cursor.peekFrame().number());
    assertEquals(2, cursor.peekFrame().number());
  }

  @Test
  void waitsAtALostPageWhileCaptureMayGoOnThere() {
    tape.addFrame();
    tape.losePage(1);
    TapeCursor cursor = toTheEnd();
    cursor.seek(1);
    assertNull(cursor.peek());
    assertFalse(cursor.isAtDamage());
    assertTrue(cursor.isDry());
    assertTrue(cursor.waitsBefore().contains("a lost page"), cursor.waitsBefore());
    assertThrows(TapeFaultException.class, cursor::requireWhole);
    tape.losePage(-1);
    cursor.refresh();
    assertEquals(1, cursor.peek().number());
    assertNull(cursor.waitsBefore());
    cursor.requireWhole();
  }

  @Test
  void aLostPageIsDamageOnceNobodyRecords() {
    tape.addFrame();
    tape.losePage(1);
    TapeCursor cursor = toTheEnd();
    cursor.seek(1);
    cursor.last(true);
    assertNull(cursor.peek());
    assertTrue(cursor.isAtDamage());
    assertNull(cursor.waitsBefore());
  }

  @Test
  void aLostPageInARangeIsDamage() {
    tape.addFrame();
    tape.losePage(1);
    TapeCursor cursor = new TapeCursor(tape.openReader(), 2);
    cursor.seek(1);
    assertNull(cursor.peek());
    assertTrue(cursor.isAtDamage());
  }

  private TapeCursor toTheEnd() {
    return new TapeCursor(tape.openReader(), Plan.UNTIL_END);
  }
}
