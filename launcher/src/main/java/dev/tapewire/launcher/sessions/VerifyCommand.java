package dev.tapewire.launcher.sessions;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads every record of a tape and checks it. Confined to the main thread. */
@Command(
    name = "verify",
    description = "Reads every record of a tape and checks it; names the first fault.",
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
    SessionPaths paths = SessionPaths.of(common.tapes(), SessionId.check(session));
    PcmFormat format;
    TapeAudit audit;
    TapeKey key = tapeKey.key();
    try (TapeReader reader = key == null ? Tape.openReader(paths) : Tape.openReader(paths, key)) {
      format = reader.header().format();
      audit = TapeAudit.of(reader);
    }
    audit.compare(SessionSummary.read(paths));
    if (json) {
      Output.json(json(audit));
    } else {
      Output.line(text(audit, format));
    }
    if (audit.fault() != null) {
      throw Damage.of(session, audit.fault(), "export what is left of it with --skip-damaged");
    }
    return ExitCode.OK.code();
  }

  private String text(TapeAudit audit, PcmFormat format) {
    String counted =
        audit.frames()
            + " frames, "
            + Durations.clock(format.toNs(audit.samples()))
            + ", "
            + Durations.gaps(audit.gaps().size())
            + (audit.dropped() == 0
                ? ""
                : ", the first " + Durations.clock(format.toNs(audit.dropped())) + " dropped");
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

  private JsonObject json(TapeAudit audit) {
    JsonObject o = new JsonObject();
    o.addProperty("session", session);
    o.addProperty("frames", audit.frames());
    o.addProperty("samples", audit.samples());
    o.addProperty("dropped_samples", audit.dropped());
    o.addProperty("sealed", audit.sealed());
    o.add("gaps", SessionJson.gaps(audit.gaps()));
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
