package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DurabilityOptionsTest {
  @Test
  void audioSurvivesProcessesUnlessMoreIsAskedFor() {
    assertFalse(parse().durability().syncs());
    assertTrue(parse("--durability", "os").durability().syncs());
    assertEquals(1_000_000_000L, parse("--durability", "os").durability().withinNs());
  }

  @Test
  void anotherProcessIsToldTheSame() {
    DurabilityOptions given = parse("--durability", "os", "--sync-within", "2s");

    DurabilityOptions told = parse(given.arguments().toArray(String[]::new));

    assertEquals(given.durability(), told.durability());
    assertEquals(
        parse().durability(), parse(parse().arguments().toArray(String[]::new)).durability());
  }

  @ParameterizedTest
  @CsvSource({
    "disk, 1s, --durability disk",
    "process, 1s, --sync-within needs --durability os",
    "os, 99ms, --sync-within 99ms",
    "os, 2h, --sync-within 7200000ms"
  })
  void refusesWhatIsNoDurabilityByItsName(String what, String within, String told) {
    TapewireException e =
        assertThrows(
            TapewireException.class,
            () -> parse("--durability", what, "--sync-within", within).check());

    assertEquals(ExitCode.USAGE, e.exitCode());
    assertTrue(e.getMessage().contains(told), e.getMessage());
  }

  private static DurabilityOptions parse(String... arguments) {
    DurabilityOptions options = new DurabilityOptions();
    new CommandLine(new Holder(options)).parseArgs(arguments);
    return options;
  }

  /** A command with nothing but these options. */
  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin private final DurabilityOptions options;

    Holder(DurabilityOptions options) {
      this.options = options;
    }
  }
}
