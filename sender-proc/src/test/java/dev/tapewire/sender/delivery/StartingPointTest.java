package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeReader;
import org.junit.jupiter.api.Test;

class StartingPointTest {
  private final MemoryTape tape = new MemoryTape("s", 3);
  private final String one = tape.incarnation();
  private final String two = twoLives();
  private final TapeReader reader = tape.openReader();

  /** Records 0 to 4 are of the first life, 5 to 9 of the second. */
  private String twoLives() {
    tape.addFrames(4);
    String second = tape.restart();
    tape.addFrames(4);
    return second;
  }

  @Test
  void aPlaceWithinItsLifeStands() {
    for (long next = 1; next <= 5; next++) {
      assertEquals(new StartingPoint(true, next), StartingPoint.check(reader, one, next, 0));
      assertEquals(
          new StartingPoint(true, next + 5), StartingPoint.check(reader, two, next + 5, 0));
    }
  }

  @Test
  void aPlaceBeyondItsLifeGoesBackToItsEnd() {
    assertEquals(new StartingPoint(false, 5), StartingPoint.check(reader, one, 6, 0));
    assertEquals(new StartingPoint(false, 10), StartingPoint.check(reader, two, 11, 0));
  }

  @Test
  void aPlaceBeforeItsLifeIsNone() {
    assertEquals(new StartingPoint(false, 0), StartingPoint.check(reader, two, 5, 0));
    assertEquals(new StartingPoint(false, 0), StartingPoint.check(reader, one, 0, 0));
    assertEquals(new StartingPoint(false, 0), StartingPoint.check(reader, "none", 3, 0));
  }

  @Test
  void nothingIsAPlaceOnlyAtTheDeliverysFirstRecord() {
    assertEquals(new StartingPoint(true, 0), StartingPoint.check(reader, "", 0, 0));
    assertEquals(new StartingPoint(true, 3), StartingPoint.check(reader, "", 3, 3));
    assertEquals(new StartingPoint(false, 0), StartingPoint.check(reader, "", 4, 3));
  }

  @Test
  void noPlaceIsBeforeTheDeliverysFirstRecord() {
    assertEquals(new StartingPoint(false, 0), StartingPoint.check(reader, one, 3, 3));
    assertEquals(new StartingPoint(true, 4), StartingPoint.check(reader, one, 4, 3));
    assertEquals(new StartingPoint(false, 7), StartingPoint.check(reader, one, 8, 7));
  }
}
