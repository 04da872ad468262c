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
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final int BUFFER_BYTES = 1 << 16;

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
      if (file.equals("-") && "Broken pipe".equals(e.getMessage())) {
        return ExitCode.OK.code(); // Who reads has enough.
      }
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
    if (file.equals("-")) {
      write(export, new FileOutputStream(FileDescriptor.out));
    } else {
      writeFile(export, Path.of(file));
    }
    if (export.damaged() > 0) {
      log.warn(export.damaged() + " damaged records of " + session + " were left out");
    }
  }

  /** A file appears whole or not at all; what is no file, such as a pipe, is written as it is. */
  private static void writeFile(WavExport export, Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      write(export, Files.newOutputStream(file));
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      write(export, Files.newOutputStream(part));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(WavExport export, OutputStream to) throws IOException {
    try (OutputStream out = new BufferedOutputStream(to, BUFFER_BYTES)) {
      export.writeTo(out);
    }
  }
}
