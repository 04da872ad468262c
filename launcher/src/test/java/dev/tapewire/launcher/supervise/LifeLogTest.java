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
      life.accept("can't write there");
      before = life;
    }
    assertEquals(List.of("can't write there"), told);
  }

  @Test
  void whatALifeSaysLaterIsToldAgain() {
    LifeLog first = new LifeLog(null, told::add);
    first.accept("begins");
    first.accept("lost");
    LifeLog second = new LifeLog(first, told::add);
    second.accept("begins");
    second.accept("lost");
    assertEquals(List.of("begins", "lost", "begins", "lost"), told);
  }
}
