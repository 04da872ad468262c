package dev.tapewire.launcher.sessions;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Part;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads every record of a tape and checks it. Confined to the main thread. */
@Command(
    name = "verify",
    description = {
      "Reads every record of a tape and checks it; names the first fault. The name of a recording",
      "that was split stands for all its parts; that of a later part for that part alone."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  tapewire verify 20261122-120000-mic"})
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;

  @Parameters(paramLabel = "SESSION", description = "as 'tapewire sessions' lists it")
  private String session;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Part> parts = SessionParts.timeline(common.tapes(), SessionId.check(session));
    PcmFormat format = null;
    TapeAudit audit = new TapeAudit();
    TapeKey key = tapeKey.key();
    String at = session;
    for (int i = 0; i < parts.size() && audit.fault() == null; i++) {
      SessionPaths paths = parts.get(i).paths();
      try (TapeReader reader = key == null ? Tape.openReader(paths) : Tape.openReader(paths, key)) {
        format = reader.header().format();
        TapeAudit its = TapeAudit.of(reader);
        its.compare(SessionSummary.read(paths));
        audit.add(its, parts.get(i).start(), i == 0);
        at = paths.id();
      }
    }
    if (json) {
      Output.json(json(audit));
    } else {
      Output.line(text(audit, format, parts.size()));
    }
    if (audit.fault() != null) {
      throw Damage.of(at, audit.fault(), "export what is left of it with --skip-damaged");
    }
    return ExitCode.OK.code();
  }

  private String text(TapeAudit audit, PcmFormat format, int parts) {
    String counted =
        audit.frames()
            + " frames, "
            + Durations.clock(format.toNs(audit.samples()))
            + ", "
            + gaps(audit)
            + (audit.dropped() == 0
                ? ""
                : ", the first " + Durations.clock(format.toNs(audit.dropped())) + " dropped")
            + (parts == 1 ? "" : ", in " + parts + " parts");
    if (audit.fault() != null) {
      return session + ": whole only up to a fault after " + counted;
    }
    return session
        + ": whole, "
        + counted
        + (audit.ended() ? "" : ", no end yet")
        + (audit.sourceFailed() ? "; it ends where its source failed" : "")
        + (audit.sealed() ? "; sealed, not opened: no " + TapeKey.OPTION : "");
  }

  /** A pause was wanted; {@code sessions} does not count it as a gap either. */
  private static String gaps(TapeAudit audit) {
    long pauses = audit.gaps().stream().filter(g -> g.reason() == GapReason.WITHHELD).count();
    String paused = pauses == 0 ? "" : pauses == 1 ? ", 1 pause" : ", " + pauses + " pauses";
    return Durations.gaps(audit.gapCount() - pauses) + paused;
  }

  private JsonObject json(TapeAudit audit) {
    JsonObject o = new JsonObject();
    o.addProperty("session", session);
    o.addProperty("frames", audit.frames());
    o.addProperty("samples", audit.samples());
    o.addProperty("dropped_samples", audit.dropped());
    o.addProperty("sealed", audit.sealed());
    o.add("gaps", SessionJson.gaps(audit.gaps()));
    o.addProperty("gap_count", audit.gapCount());
    o.add("fault", audit.fault() == null ? JsonNull.INSTANCE : fault(audit.fault()));
    return o;
  }

  private static JsonObject fault(TapeFaultException fault) {
    JsonObject o = new JsonObject();
    o.addProperty("sequence", fault.sequence());
    o.addProperty("file", fault.file());
    o.addProperty("offset", fault.offset());
    o.addProperty("reason", fault.reason());
    return o;
  }
}
