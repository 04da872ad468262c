package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The microphone's path, through Java Sound, ALSA and a sound server. */
class SoundCardIT {
  private static final int PLAYED_SECONDS = 5;

  /** The sound server fades a stream in: so long its samples differ from what is played. */
  private static final int FADE_SAMPLES = VirtualSoundCard.RATE_HZ / 10;

  private static final Duration AROUND = Duration.ofSeconds(1);
  private static final Duration OUTAGE = Duration.ofSeconds(2);
  private static final Duration BEFORE = Duration.ofSeconds(2);

  @TempDir Path directory;

  @Test
  void recordsSampleForSampleWhatIsPlayed() throws Exception {
    try (Studio studio = new Studio(directory);
        VirtualSoundCard card = VirtualSoundCard.open()) {
      studio.runUnder(Launch.of().with(card.environment()));
      Samples played = Samples.voice(3, PLAYED_SECONDS * VirtualSoundCard.RATE_HZ);
      Program capture = studio.tapewire("capture", "--source", "mic", "--session", "card");
      studio.awaitRecording("card", capture);

      studio
          .keep(card.play(played.writeRaw(directory.resolve("played.raw"))))
          .awaitExit(Host.PROGRAM_BOUND);
      Patience.pass(AROUND);
      int code = capture.stop(Host.PROGRAM_BOUND);

      Coverage coverage = Coverage.of(played, studio.export("card"));
      JsonObject session = studio.session("card");
      Host.figure(
          this,
          "%.1f s played, %d of them missing after the first 100 ms, %d pieces, %d gaps",
          played.seconds(),
          coverage.missing(FADE_SAMPLES, played.count()),
          coverage.pieces(),
          session.getAsJsonArray("gaps").size());
      assertEquals(0, code, capture::toString);
      assertEquals(0, coverage.missing(FADE_SAMPLES, played.count()), coverage::toString);
      assertEquals(0, coverage.twice(), coverage::toString);
      assertEquals(0, session.getAsJsonArray("gaps").size(), session::toString);
    }
  }

  @Test
  void recordsOnAfterTheSoundServerDied() throws Exception {
    try (Studio studio = new Studio(directory);
        VirtualSoundCard card = VirtualSoundCard.open()) {
      studio.runUnder(Launch.of().with(card.environment()));
      Program capture = studio.tapewire("capture", "--source", "mic", "--session", "death");
      studio.awaitRecording("death", capture);
      Patience.pass(BEFORE);

      killAndStart(card, studio, capture);
      Samples played = Samples.voice(4, VirtualSoundCard.RATE_HZ);
      studio
          .keep(card.play(played.writeRaw(directory.resolve("played.raw"))))
          .awaitExit(Host.PROGRAM_BOUND);
      Patience.pass(AROUND);
      int code = capture.stop(Host.PROGRAM_BOUND);

      JsonObject session = studio.session("death");
      Coverage coverage = Coverage.of(played, studio.export("death"));
      double taped = session.get("samples").getAsDouble() / VirtualSoundCard.RATE_HZ;
      Host.figure(
          this,
          "sound server dead for %d s: gaps %s, timeline of %.2f s, exit %d",
          OUTAGE.toSeconds(),
          session.get("gaps"),
          taped,
          code);
      assertEquals(0, code, capture::toString);
      assertOneOutage(session);
      assertEquals(0, coverage.missing(FADE_SAMPLES, played.count()), coverage::toString);
      assertEquals(1, told(capture, "is lost"), capture::toString);
      assertEquals(1, told(capture, "is back"), capture::toString);
    }
  }

  /** The capture that is started again finds no sound server: it waits with its tape open. */
  @Test
  void aCaptureThatIsBackBeforeItsSoundServerShowsItAndLeavesItsGap() throws Exception {
    try (Studio studio = new Studio(directory);
        VirtualSoundCard card = VirtualSoundCard.open()) {
      studio.runUnder(Launch.of().with(card.environment()));
      Program run = studio.tapewire("run", "--source", "mic", "--session", "gone");
      studio.awaitRecording("gone", run);

      card.kill();
      studio.awaitPid("capture", studio.kill("capture"), Host.START_BOUND);
      Patience.await("a dead input: " + run, Host.START_BOUND, () -> checkSays(studio, "dead"));
      int code = run.stop(Host.PROGRAM_BOUND);

      JsonObject session = studio.session("gone");
      JsonArray gaps = session.getAsJsonArray("gaps");
      Host.figure(this, "no sound server at the restart: gaps %s, exit %d", gaps, code);
      assertEquals("complete", session.get("state").getAsString(), session::toString);
      assertTrue(gaps.toString().contains("capture-restarted"), session::toString);
      assertTrue(gaps.toString().contains("source-stalled"), session::toString);
    }
  }

  private boolean checkSays(Studio studio, String word) throws Exception {
    Program check = studio.tapewire("status", "--check");
    check.awaitExit(Host.PROGRAM_BOUND);
    return (check.out() + check.err()).contains(word);
  }

  /** In pieces, if it lasted. */
  private static void assertOneOutage(JsonObject session) {
    JsonArray gaps = session.getAsJsonArray("gaps");
    assertTrue(gaps.size() > 0, session::toString);
    long lost = session.get("lost_samples").getAsLong();
    assertTrue(lost >= OUTAGE.toSeconds() * VirtualSoundCard.RATE_HZ, session::toString);
    long at = gaps.get(0).getAsJsonObject().get("at_samples").getAsLong();
    for (JsonElement each : gaps) {
      JsonObject gap = each.getAsJsonObject();
      assertEquals(at, gap.get("at_samples").getAsLong(), session::toString);
      assertEquals("source-stalled", gap.get("reason").getAsString(), session::toString);
      at += gap.get("samples").getAsLong();
    }
  }

  private static long told(Program program, String part) {
    return program.err().lines().filter(line -> line.contains(part)).count();
  }

  private static void killAndStart(VirtualSoundCard card, Studio studio, Program capture)
      throws Exception {
    card.kill();
    Patience.pass(OUTAGE);
    long before = studio.samples("death");
    card.start();
    Patience.await(
        "samples after the sound server came back: " + capture,
        Host.START_BOUND,
        () -> studio.samples("death") > before + VirtualSoundCard.RATE_HZ * OUTAGE.toSeconds());
  }
}
