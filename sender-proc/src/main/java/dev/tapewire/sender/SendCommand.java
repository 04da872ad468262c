package dev.tapewire.sender;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.cli.JoinConverter;
import dev.tapewire.common.cli.SupervisedOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tapewire send}: the sender alone, for one destination. Confined to the main thread. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Delivers recorded sessions to one destination.",
    footer = {
      "",
      "Examples:",
      "  tapewire send --session 20261122-101500-mic --to ws://127.0.0.1:8765",
      "  tapewire send --follow --to wss://example.org/audio --key-env AUDIO_KEY"
    })
public final class SendCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;
  @Mixin private SupervisedOptions supervised;
  @Mixin private DestinationOptions to;
  @Mixin private LatencyOptions latency;

  @ArgGroup(multiplicity = "1")
  private What what;

  @Option(
      names = "--join",
      paramLabel = "BYTES",
      defaultValue = "0",
      converter = JoinConverter.class,
      description = "raw only: join frames into messages up to this size while catching up")
  private int joinBytesMax;

  @Option(
      names = "--drain",
      paramLabel = "DUR",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "give up when nothing new was confirmed for so long (default: 30s)")
  private Duration drain;

  private final OwnReceiver own;

  /** Which sessions. A picocli group. */
  static final class What {
    @Option(
        names = "--session",
        paramLabel = "ID",
        description = "deliver this session, and address it to the destination")
    private String session;

    @Option(
        names = "--follow",
        description =
            "deliver every unfinished session addressed to the destination, until stopped")
    private boolean follow;
  }

  /** Makes the command; {@code own} starts our own receiver, or null: there is none. */
  public SendCommand(OwnReceiver own) {
    this.own = own;
  }

  @Override
  public Integer call() throws Exception {
    String session = what.follow ? null : SessionId.check(what.session);
    return to.run(own, destination -> send(destination, session));
  }

  private int send(Destination destination, String session) throws InterruptedException {
    SendSettings settings =
        new SendSettings(
            common.tapes(),
            destination,
            to.approach(destination),
            session,
            joinBytesMax,
            drain.toNanos(),
            latency.spins(),
            tapeKey.key());
    try (ProcessScope scope =
        ProcessScope.enter(
            common.tapes(), "sender", destination.name(), supervised.supervisorPid())) {
      return new SenderProc(settings, scope, common.datedLog()).run();
    }
  }
}
