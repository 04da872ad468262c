package dev.tapewire.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void whatStaysAsItIsIsToldEverLessOften() {
    List<Long> told = told(86_400, second -> "well");

    assertEquals(List.of(1L, 11L, 31L, 71L, 151L, 311L), told.subList(0, 6));
    assertTrue(told.size() < 40, told.size() + " lines a day");
    assertEquals(3600, told.get(told.size() - 1) - told.get(told.size() - 2));
  }

  @Test
  void aChangeIsToldAtOnceAndThenOftenAgain() {
    List<Long> told = told(4000, second -> second < 3000 ? "well" : "ill");

    assertTrue(told.containsAll(List.of(3000L, 3010L, 3030L)), told.toString());
  }

  private static List<Long> told(long seconds, java.util.function.LongFunction<String> gist) {
    Telling telling = new Telling(0);
    List<Long> told = new ArrayList<>();
    for (long second = 0; second < seconds; second++) {
      if (telling.isDue(gist.apply(second), second * SECOND)) {
        told.add(second);
      }
    }
    return told;
  }
}
