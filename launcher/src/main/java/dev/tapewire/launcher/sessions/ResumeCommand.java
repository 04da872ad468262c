package dev.tapewire.launcher.sessions;

import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Output;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a pause. Confined to the main thread. */
@Command(
    name = "resume",
    description = "Goes on with a session that 'tapewire pause' paused.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire resume",
      "      goes on with the one session that is being recorded",
      "  tapewire resume 20261122-101500-mic"
    })
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "SESSION",
      arity = "0..1",
      description = "as 'tapewire sessions' lists it (default: the one that is being recorded)")
  private String session;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LiveSession live = LiveSession.choose(common, session);
    boolean was = live.resume();
    String how = !was ? " was not paused" : live.isRecorded() ? " goes on" : " is paused no more";
    Output.line("session " + live.id() + how);
    return ExitCode.OK.code();
  }
}
