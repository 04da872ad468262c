package dev.tapewire.sender;

import com.google.gson.JsonObject;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.cli.JoinConverter;
import dev.tapewire.common.cli.RangeOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.cli.Terminal;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tapewire replay}: sends a recorded session again, as a new delivery. Confined to the main
 * thread.
 */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a recorded session again, as a new delivery. The name of a recording that was split",
      "stands for all its parts, as one timeline; that of a later part for that part alone."
    },
    footer = {
      "",
      "Examples:",
      "  tapewire replay talk",
      "      sends it to a receiver of its own, which writes talk.replay-1.wav into 'received',",
      "      beside the tapes directory",
      "  tapewire replay 20261122-101500-mic --to ws://127.0.0.1:8765",
      "  tapewire replay talk --to raw=ws://127.0.0.1:9000 --from 1:30 --until 2:00 --speed max"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;
  @Mixin private DestinationOptions to;
  @Mixin private RangeOptions range;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SESSION", description = "the session to send")
  private String session;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "1: real time; 10: ten times as fast; max: flat out (default: 1)")
  private String speed;

  @Option(
      names = "--join",
      paramLabel = "BYTES",
      defaultValue = "0",
      converter = JoinConverter.class,
      description = "raw only: join frames into messages up to this size")
  private int joinBytesMax;

  @Option(
      names = "--drain",
      paramLabel = "DUR",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "give up when nothing new was confirmed for so long (default: 30s)")
  private Duration drain;

  @Option(names = "--json", description = "print the summary as JSON, and nothing else")
  private boolean json;

  private final OwnReceiver own;

  /** Makes the command; {@code own} starts our own receiver, or null: there is none. */
  public ReplayCommand(OwnReceiver own) {
    this.own = own;
  }

  @Override
  public Integer call() throws Exception {
    SessionId.check(session);
    double times = times(speed);
    range.check();
    to.orElse(Destination.OWN_SCHEME + ":" + common.tapes().resolveSibling("received"));
    try {
      int code = to.run(own, destination -> replay(destination, times));
      summarize(code);
      return code;
    } catch (TapewireException e) {
      if (e.exitCode() != ExitCode.USAGE) {
        summarize(e.exitCode().code());
      }
      throw e;
    }
  }

  private int replay(Destination destination, double times) throws InterruptedException {
    SendSettings settings =
        new SendSettings(
            common.tapes(),
            destination,
            to.approach(destination),
            session,
            joinBytesMax,
            drain.toNanos(),
            false,
            tapeKey.key());
    PrintWriter progress = Terminal.isStandardError() && !json ? spec.commandLine().getErr() : null;
    PrintWriter summary = json ? null : spec.commandLine().getOut();
    try (ProcessScope scope = ProcessScope.enter(common.tapes(), "sender", destination.name(), 0)) {
      return new ReplayProc(settings, scope, common.datedLog())
          .run(range, times, progress, summary);
    }
  }

  private void summarize(int code) {
    if (!json) {
      return;
    }
    JsonObject restarts = new JsonObject();
    restarts.addProperty("capture", 0);
    restarts.addProperty("sender", 0);
    restarts.addProperty("receiver", 0);
    JsonObject summary = new JsonObject();
    summary.addProperty("session", session);
    summary.addProperty("exit_code", code);
    summary.add("restarts", restarts);
    Output.json(spec.commandLine().getOut(), summary);
  }

  private static double times(String text) {
    if (text.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double times = Double.parseDouble(text);
      if (times > 0 && !Double.isInfinite(times)) {
        return times;
      }
    } catch (NumberFormatException e) {
      throw notASpeed(text);
    }
    throw notASpeed(text);
  }

  private static TapewireException notASpeed(String text) {
    return TapewireException.usage("--speed " + text + ": write a positive number, or max");
  }
}
