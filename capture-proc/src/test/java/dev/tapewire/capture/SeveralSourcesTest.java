package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

class SeveralSourcesTest {
  @TempDir private Path tapes;

  @Command(name = "host")
  private static final class Host {
    @Mixin private SourceOptions options;

    @Option(names = "--to")
    private List<String> to = List.of();

    @Option(names = "--verbose")
    private boolean verbose;
  }

  private Host host;
  private long filesMax = 100_000;

  @Test
  void whatStandsAfterASourceIsAboutItAndWhatStandsBeforeTheFirstAboutAll() {
    List<SourcePlan> plans =
        plans(
            "--rate 8000 --frame 80 --source tone --session a --rate 16000 --source=cmd:x"
                + " --channels=2 --source - --encoding u8 --frame 10 --split 10m");

    assertEquals(3, plans.size());
    assertEquals("a", plans.get(0).session());
    assertEquals("16000 Hz, 1 ch, s16le", format(plans.get(0)));
    assertEquals("8000 Hz, 2 ch, s16le", format(plans.get(1)));
    assertEquals("8000 Hz, 1 ch, u8", format(plans.get(2)));
    assertEquals(80, plans.get(1).spec().frameSamples());
    assertEquals(10, plans.get(2).spec().frameSamples());
    assertEquals(0, plans.get(0).splitNs());
    assertEquals(600_000_000_000L, plans.get(2).splitNs());
  }

  @Test
  void whatIsNotAboutASourceIsTheProcesssWhereverItStands() {
    List<SourcePlan> plans =
        plans("--to a --source tone --to b --session x --source tone --verbose --to=c --rate 8000");

    assertEquals(List.of("a", "b", "c"), host.to);
    assertTrue(host.verbose);
    assertEquals("x", plans.get(0).session());
    assertEquals("8000 Hz, 1 ch, s16le", format(plans.get(1)));
  }

  @Test
  void oneSourceHasAllOptionsInWhateverOrder() {
    List<String> options =
        new ArrayList<>(List.of("--source tone", "--rate 8000", "--session s", "--frame 80"));
    for (int turn = 0; turn < options.size(); turn++) {
      Collections.rotate(options, 1);
      SourcePlan plan = plans(String.join(" ", options)).get(0);

      assertEquals("s", plan.session());
      assertEquals("8000 Hz, 1 ch, s16le", format(plan));
      assertEquals(80, plan.spec().frameSamples());
    }
    assertNull(plans("--source tone").get(0).session(), "named when the source is open");
  }

  @Test
  void sessionsThatAreNotNamedGetNamesApart() {
    List<SourcePlan> plans = plans("--source tone --source tone --source tone");

    assertEquals(plans.get(0).session() + "-2", plans.get(1).session());
    assertEquals(plans.get(0).session() + "-3", plans.get(2).session());
  }

  @Test
  void theMemoryForRingsIsShared() {
    SourcePlan one = plans("--source tone --rate 192000 --ring-seconds 300").get(0);
    List<SourcePlan> four = plans("--rate 192000" + " --source tone".repeat(4));

    assertEquals(56_250, one.spec().ringFramesOf(one.spec().format()));
    int most = ((128 << 20) - 3 * (128 << 10)) / 4 / 2048;
    assertEquals(1875, four.get(0).spec().ringFramesOf(four.get(0).spec().format()));
    refused(
        "--ring-seconds 300.0 of 192000 Hz, 1 ch, s16le take more than 128 MiB, shared by 4"
            + " sources; the most is "
            + most * 1024L / 192_000,
        "--rate 192000 --ring-seconds 300" + " --source tone".repeat(4));
  }

  @Test
  void whatCanNotBeRecordedTogetherIsRefused() {
    refused("--source - stands twice", "--source - --source tone --source -");
    refused("--session x is for two sources", "--source tone --session x --source - --session x");
    refused("--session x is for two sources", "--session x --source tone --source -");
    refused("session 'a!b'", "--source tone --source tone --session a!b");
    refused("501 sources: one process takes 500", "--source tone ".repeat(501).strip());
    refused("--rate, --channels", "--source tone --source tone --channels 70");
  }

  @Test
  void moreThanFitIntoTheOpenFilesAreRefusedAndOneNever() {
    filesMax = 104;
    assertEquals(5, plans("--source tone ".repeat(5).strip()).size());
    refused(
        "6 sources: 104 open files are allowed, enough for 5 sources; for 6 allow 112: `ulimit -n"
            + " 112`",
        "--source tone ".repeat(6).strip());
    filesMax = 20;
    assertEquals(1, plans("--source tone").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--source tone --source tone --rate 1 --rate 2",
        "--source tone --source tone --rate",
        "--source tone --source",
        "--source tone --rate --source tone",
        "--source tone --source tone --frame x",
        "--source tone --source tone --nonsense",
        "--source tone --source tone nonsense",
        "--source --source tone"
      })
  void whatCanNotBeReadIsToldByTheCommandItself(String line) {
    ParameterException told = assertThrows(ParameterException.class, () -> plans(line));

    assertEquals("host", told.getCommandLine().getCommandName());
  }

  private void refused(String what, String line) {
    TapewireException told = assertThrows(TapewireException.class, () -> plans(line));
    assertEquals(ExitCode.USAGE, told.exitCode());
    assertTrue(told.getMessage().startsWith(what), told.getMessage());
  }

  private static String format(SourcePlan plan) {
    return plan.spec().format().toString();
  }

  private List<SourcePlan> plans(String line) {
    host = new Host();
    new CommandLine(host).parseArgs(line.split(" "));
    return SourcePlans.of(host.options, null, tapes, new ManualClock(), filesMax);
  }
}
