package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Withholds the audio of a session that is being recorded. Confined to the main thread. */
@Command(
    name = "pause",
    description = {
      "Withholds the audio of a session that is being recorded, until 'tapewire resume'.",
      "Once this has returned, nothing that the source gives reaches the tape; on the timeline it",
      "is a gap, 'withheld'. A file waits: nothing of it is left out. A pause outlives a restart."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire pause",
      "      pauses the one session that is being recorded",
      "  tapewire pause 20261122-101500-mic"
    })
public final class PauseCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "SESSION",
      arity = "0..1",
      description = "as 'tapewire sessions' lists it (default: the one that is being recorded)")
  private String session;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LiveSession live = LiveSession.choose(common, session);
    if (!live.isRecorded()) {
      throw TapewireException.failed(
          "session " + live.id() + " is not being recorded; there is nothing to pause");
    }
    live.pause();
    Output.line("session " + live.id() + " is paused; `tapewire resume` goes on");
    return ExitCode.OK.code();
  }
}
