package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.RangeOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.CutShort;
import dev.tapewire.common.tape.JoinedTape;
import dev.tapewire.common.tape.Part;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a session as WAV. Confined to the main thread. */
@Command(
    name = "export",
    description = {
      "Writes a session as WAV. The name of a recording that was split stands for all its parts,",
      "as one timeline; that of a later part for that part alone."
    },
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

  private static final String REMEDY = "export what is left of it with --skip-damaged";

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
    List<Part> parts = SessionParts.timeline(common.tapes(), SessionId.check(session));
    try (TapeReader reader = JoinedTape.open(session, parts, this::open)) {
      export(reader, parts);
    } catch (TapeFaultException e) {
      throw Damage.of(session, e, REMEDY);
    } catch (IOException e) {
      throw TapewireException.failed("can't write " + file + ": " + Damage.reason(e), e);
    }
    return ExitCode.OK.code();
  }

  private TapeReader open(SessionPaths paths) {
    return Tape.openReader(paths, tapeKey.key());
  }

  private void export(TapeReader reader, List<Part> parts) throws IOException {
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
    List<String> lacking = lacking(parts, wish);
    WavExport export =
        new WavExport(
            reader, wish, new SystemClock(), percent -> log.info("exporting: " + percent + " %"));
    if (export.samples() == 0) {
      throw TapewireException.failed("session " + session + " has no samples there to export");
    }
    WholeFile.tellOfWav(file, log);
    WholeFile.write(file, export::writeTo);
    lacking.forEach(log::warn);
    if (export.damaged() > 0) {
      log.warn(export.damaged() + " damaged records of " + session + " were left out");
    }
    tellOfEnd(parts.get(parts.size() - 1), wish, log);
  }

  /**
   * {@return what a person has to know of what is not there}
   *
   * @throws TapewireException if a tape was cut short and that is not to be passed over
   */
  private List<String> lacking(List<Part> parts, Excerpt.Wish wish) throws IOException {
    List<CutShort> lacking = CutShort.in(wish.from(), wish.until(), parts, this::open);
    for (CutShort each : lacking) {
      if (each.damage() && !skipDamaged) {
        throw TapewireException.failed(each.line() + "; " + REMEDY);
      }
    }
    return lacking.stream().map(CutShort::line).toList();
  }

  private static void tellOfEnd(Part last, Excerpt.Wish wish, Log log) {
    boolean whole = wish.until() < Long.MAX_VALUE || Tape.hasEnded(last.paths());
    if (!whole) {
      log.warn(
          "session "
              + last.paths().id()
              + " has no end: it is still being recorded, or was interrupted;"
              + " exported is what is there");
    }
  }
}
