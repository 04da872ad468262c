package dev.tapewire.launcher.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.launcher.supervise.ProcessStarter.LifeLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeLogTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void aReasonThatEachLifeGivesAndNothingElseIsToldOnce() {
    LifeLog before = null;
    for (int i = 0; i < 5; i++) {
      LifeLog life = new LifeLog(before, told::add);
      life.accept("tapewire: can't write there");
      before = life;
    }
    assertEquals(List.of("can't write there"), told);
  }

  /** A sender killed twice before anything was confirmed sends the same seconds twice more. */
  @Test
  void whatHappensInEachLifeIsToldOfEach() {
    LifeLog first = new LifeLog(null, told::add);
    first.accept("goes on at 2.000; up to 7.8 s may arrive twice");
    LifeLog second = new LifeLog(first, told::add);
    second.accept("goes on at 2.000; up to 7.8 s may arrive twice");
    assertEquals(2, told.size());
  }

  @Test
  void whatALifeSaysLaterIsToldAgain() {
    LifeLog first = new LifeLog(null, told::add);
    first.accept("begins");
    first.accept("tapewire: lost");
    LifeLog second = new LifeLog(first, told::add);
    second.accept("begins");
    second.accept("tapewire: lost");
    assertEquals(List.of("begins", "lost", "begins", "lost"), told);
  }
}
