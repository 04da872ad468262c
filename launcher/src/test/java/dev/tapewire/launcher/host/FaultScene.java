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

  /** Far enough from a gap's ends, which the sound server may fade. */
  private static final int MARGIN_SAMPLES = VirtualSoundCard.RATE_HZ / 5;

  private static final Duration STEADY = Duration.ofSeconds(3);

  private final Studio studio;
  private final PrivateNetwork network;
  private final AppendServer server;
  private final Samples played;
  private final Program run;

  /** Sets everything up and records for a while. */
  FaultScene(Path directory) throws Exception {
    studio = new Studio(directory);
    VirtualSoundCard card = studio.keep(VirtualSoundCard.open());
    network = studio.keep(PrivateNetwork.open(directory));
    studio.runUnder(network.prefix().with(card.environment()));
    server = studio.appendServer(directory.resolve("heard.raw"), 0);
    played = Samples.voice(5, PLAYED_SECONDS * VirtualSoundCard.RATE_HZ);
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
    long slipped = 0;
    long missing = coverage.missing();
    for (JsonElement each : session.getAsJsonArray("gaps")) {
      int at = each.getAsJsonObject().get("at_samples").getAsInt();
      int count = each.getAsJsonObject().get("samples").getAsInt();
      lost += count;
      slipped += slip(tape, at, at + count);
      missing -= coverage.missing(at, at + count); // Exported as silence, which nobody sent.
    }
    int gaps = session.getAsJsonArray("gaps").size();
    Lost told = new Lost(gaps, lost, slipped);
    return new Outcome(code, tape.count(), told, missing, coverage, run.toString());
  }

  /** {@return by how many samples the timeline is late against what was played, behind a gap} */
  private long slip(Samples tape, int gapFrom, int gapUntil) {
    int before = gapFrom - MARGIN_SAMPLES;
    int after = gapUntil + MARGIN_SAMPLES;
    long playedMeanwhile = (long) played.find(tape, after) - played.find(tape, before);
    return playedMeanwhile - (after - before);
  }

  @Override
  public void close() throws IOException {
    studio.close();
  }

  /**
   * What never came onto the tape. Immutable.
   *
   * @param samples told as gaps
   * @param slipped samples lost and not told: by so many the timeline is late
   */
  record Lost(int gaps, long samples, long slipped) {}

  /**
   * What the server has of what is on the tape. Immutable.
   *
   * @param missing samples on the tape that never arrived
   */
  record Outcome(int code, int taped, Lost lost, long missing, Coverage coverage, String log) {
    @Override
    public String toString() {
      return String.format(
          java.util.Locale.ROOT,
          "%.1f s on the tape, %d gaps of %.0f ms (off by %.0f ms), %.0f ms never arrived, %.0f ms twice, "
              + "%d strange samples, exit %d",
          ms(taped) / 1e3,
          lost.gaps(),
          ms(lost.samples()),
          ms(lost.slipped()),
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
