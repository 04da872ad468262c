package dev.tapewire.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTimeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1500000",
    "90, 90000000",
    "01:30, 90000000",
    "1:00:00.001, 3600001000",
    "100:00:00, 360000000000",
    "2.000001, 2000001"
  })
  void readsEveryForm(String text, long micros) {
    assertEquals(micros, SessionTime.parse(text).micros());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1:60", "1:60:00", "1.", ".5", "1:2:3:4", "1 s", "1e3"})
  void refusesWhatIsNoTimeAndNamesIt(String text) {
    TapewireException e = assertThrows(TapewireException.class, () -> SessionTime.parse(text));

    assertEquals(ExitCode.USAGE, e.exitCode());
    assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
  }

  @Test
  void aTimeNamesTheNearestSample() {
    assertEquals(44_100, SessionTime.parse("1").position(44_100));
    assertEquals(44, SessionTime.parse("0.001").position(44_100));
    assertEquals(48, SessionTime.parse("0.001").position(48_000));
    assertEquals(86_400L * 48_000, SessionTime.parse("24:00:00").position(48_000));
  }
}
