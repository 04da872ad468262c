package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.RangeOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a session as WAV. Confined to the main thread. */
@Command(
    name = "export",
    description = "Writes a session as WAV.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire export 20261122-120000-mic talk.wav",
      "  tapewire export 20261122-120000-mic - --from 1:30 --until 2:00 | play -"
    })
public final class ExportCommand implements Callable<Integer> {
  /** What becomes of lost samples. */
  enum Gaps {
    silence,
    cut
  }

  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;
  @Mixin private RangeOptions range;

  @Parameters(index = "0", paramLabel = "SESSION", description = "as 'tapewire sessions' lists it")
  private String session;

  @Parameters(index = "1", paramLabel = "FILE", description = "to write; -: standard output")
  private String file;

  @Option(
      names = "--gaps",
      paramLabel = "HOW",
      defaultValue = "silence",
      description = "lost samples: silence (default) or cut")
  private Gaps gaps;

  @Option(
      names = "--skip-damaged",
      description = "export a damaged tape; what is damaged is lost samples")
  private boolean skipDamaged;

  @Override
  public Integer call() {
    SessionPaths paths = SessionPaths.of(common.tapes(), SessionId.check(session));
    try (TapeReader reader = Tape.openReader(paths, tapeKey.key())) {
      export(reader);
    } catch (TapeFaultException e) {
      throw Damage.of(session, e, "export what is left of it with --skip-damaged");
    } catch (IOException e) {
      throw TapewireException.failed("can't write " + file + ": " + Damage.reason(e), e);
    }
    return ExitCode.OK.code();
  }

  private void export(TapeReader reader) throws IOException {
    Log log = common.log();
    int rate = reader.header().format().sampleRateHz();
    long dropped = Tape.firstPosition(reader);
    if (range.fromPosition(rate) < dropped) {
      log.warn(
          "the first "
              + Durations.clock(reader.header().format().toNs(dropped))
              + " of "
              + session
              + " were dropped once delivered; exported is what is left");
    }
    Excerpt.Wish wish =
        new Excerpt.Wish(
            Math.max(range.fromPosition(rate), dropped),
            range.untilPosition(rate),
            gaps == Gaps.cut,
            skipDamaged);
    WavExport export =
        new WavExport(
            reader, wish, new SystemClock(), percent -> log.info("exporting: " + percent + " %"));
    if (export.samples() == 0) {
      throw TapewireException.failed("session " + session + " has no samples there to export");
    }
    WholeFile.write(file, export::writeTo);
    if (export.damaged() > 0) {
      log.warn(export.damaged() + " damaged records of " + session + " were left out");
    }
  }
}
