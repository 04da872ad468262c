package dev.tapewire.launcher.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A live microphone, {@code tapewire run}, and a plain server, in a network of their own. Confined
 * to the test's thread.
 */
final class FaultScene implements Closeable {
  private static final String SESSION = "live";
  private static final int PLAYED_SECONDS = 120;
  private static final Duration STEADY = Duration.ofSeconds(3);

  private final Studio studio;
  private final PrivateNetwork network;
  private final AppendServer server;
  private final Program run;

  /** Sets everything up and records for a while. */
  FaultScene(Path directory) throws Exception {
    studio = new Studio(directory);
    VirtualSoundCard card = studio.keep(VirtualSoundCard.open());
    network = studio.keep(PrivateNetwork.open(directory));
    studio.runUnder(network.prefix().with(card.environment()));
    server = studio.appendServer(directory.resolve("heard.raw"), 0);
    Samples played = Samples.voice(5, PLAYED_SECONDS * VirtualSoundCard.RATE_HZ);
    studio.keep(card.play(played.writeRaw(directory.resolve("played.raw"))));
    run = studio.tapewire("run", "--source", "mic", "--session", SESSION, "--to", server.uri());
    studio.awaitRecording(SESSION, run);
    awaitCaughtUp();
  }

  AppendServer server() {
    return server;
  }

  /** Kills one of our processes, and waits until it runs again. */
  void killProcess(String name) throws Exception {
    long killed = studio.kill(name);
    studio.awaitPid(name, killed, Host.START_BOUND);
  }

  /** Lets no packet to or from the server through for {@code time}. */
  void blackhole(Duration time) throws Exception {
    network.blackhole(server.port());
    pass(time);
    network.restore();
  }

  /** Lets time pass while audio is recorded. */
  void pass(Duration time) throws Exception {
    Patience.pass(time);
  }

  /** Waits until the server gets again what is recorded, and records on for a while. */
  void awaitCaughtUp() throws Exception {
    long bytes = server.bytes();
    Patience.await(
        "audio arrives at " + server.program() + run,
        Host.PROGRAM_BOUND,
        () -> server.bytes() > bytes);
    pass(STEADY);
  }

  /** Stops recording and looks at what the server has. */
  Outcome end() throws Exception {
    int code = run.stop(Host.PROGRAM_BOUND);
    Samples tape = studio.export(SESSION);
    JsonObject session = studio.session(SESSION);
    Coverage coverage = Coverage.of(tape, server.heard());
    long lost = 0;
    long missing = coverage.missing();
    for (JsonElement each : session.getAsJsonArray("gaps")) {
      int at = each.getAsJsonObject().get("at_samples").getAsInt();
      int count = each.getAsJsonObject().get("samples").getAsInt();
      lost += count;
      missing -= coverage.missing(at, at + count); // Exported as silence, which nobody sent.
    }
    int gaps = session.getAsJsonArray("gaps").size();
    return new Outcome(code, tape.count(), gaps, lost, missing, coverage, run.toString());
  }

  @Override
  public void close() throws IOException {
    studio.close();
  }

  /**
   * What the server has of what is on the tape. Immutable.
   *
   * @param missing samples on the tape that never arrived
   * @param lost samples that never came onto the tape, told as gaps
   */
  record Outcome(
      int code, int taped, int gaps, long lost, long missing, Coverage coverage, String log) {
    @Override
    public String toString() {
      return String.format(
          java.util.Locale.ROOT,
          "%.1f s on the tape, %d gaps of %.0f ms, %.0f ms never arrived, %.0f ms twice, "
              + "%d strange samples, exit %d",
          ms(taped) / 1e3,
          gaps,
          ms(lost),
          ms(missing),
          ms(coverage.twice()),
          coverage.strange(),
          code);
    }

    private static double ms(long samples) {
      return samples * 1e3 / VirtualSoundCard.RATE_HZ;
    }
  }
}
