package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tape that lost its end after the end was delivered, as a power cut does it: other audio then
 * gets the same numbers.
 */
class TapeCutBackIT {
  private static final String SESSION = "cut";
  private static final Duration PART = Duration.ofSeconds(2);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deliversAllThatIsRecordedAfterwards(boolean checkpointsToo) throws Exception {
    Host.assumePython();
    try (Studio studio = new Studio(directory)) {
      recordAndCutBack(studio, checkpointsToo);
      long kept = studio.session(SESSION).get("samples").getAsLong();

      Program second = record(studio, "second.raw");
      Path made = directory.resolve("second.raw");
      Patience.await(
          "new audio", Host.START_BOUND, () -> Files.exists(made) && Files.size(made) > 0);
      Patience.pass(PART.multipliedBy(3));
      int code = second.stop(Host.PROGRAM_BOUND);

      Samples taped = studio.export(SESSION);
      Samples stored = Samples.ofWav(studio.received().resolve(SESSION + ".wav"));
      Coverage fresh = Coverage.of(Samples.ofRaw(Files.readAllBytes(made)), stored);
      Host.figure(
          this,
          "cut %s: %d samples on the tape, %d stored, %.2f s of them new, exit %d",
          checkpointsToo ? "with its checkpoints" : "behind its checkpoints",
          taped.count(),
          stored.count(),
          seconds(fresh.arrived()),
          code);
      assertEquals(0, code, second::toString);
      assertTrue(taped.count() > kept, taped::toString);
      assertEquals(taped, stored, second::toString);
      assertEquals(1, fresh.pieces(), fresh::toString);
      assertEquals(0, fresh.twice(), fresh::toString);
      assertTrue(told(studio).get("complete").getAsBoolean(), second::toString);
    }
  }

  private void recordAndCutBack(Studio studio, boolean checkpointsToo) throws Exception {
    Path tape = studio.tapes().resolve(SESSION);
    Path copy = directory.resolve("copy");
    Program first = record(studio, "first.raw");
    studio.awaitRecording(SESSION, first);
    Patience.pass(PART);
    Launch.of("cp", "-r", tape.toString(), copy.toString()).run(directory, "cp");
    Patience.pass(PART);
    first.kill();
    awaitEnd(studio);
    long delivered = Samples.ofWav(studio.received().resolve(SESSION + ".wav")).count();
    cutBack(tape, copy, checkpointsToo);
    long kept = studio.session(SESSION).get("samples").getAsLong();
    Host.figure(this, "%.2f s delivered, tape cut to %.2f s", seconds(delivered), seconds(kept));
    assertTrue(kept < delivered, "the cut took something away that was delivered");
  }

  private static JsonObject told(Studio studio) throws IOException {
    Path summary = studio.received().resolve(SESSION + ".json");
    return JsonParser.parseString(Files.readString(summary)).getAsJsonObject();
  }

  private Program record(Studio studio, String made) throws Exception {
    // The same source both times, as a session has one; what it makes goes where a link points.
    Path link = directory.resolve("made.raw");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, directory.resolve(made));
    return studio.tapewire(
        "run",
        "--source",
        Launch.patientNoise(link),
        "--session",
        SESSION,
        "--received",
        studio.received().toString());
  }

  private static void awaitEnd(Studio studio) throws Exception {
    Patience.await(
        "children stop without their supervisor",
        Host.START_BOUND,
        () ->
            studio.pids("capture").isEmpty()
                && studio.pids("sender").isEmpty()
                && studio.pids("receiver").isEmpty());
  }

  private void cutBack(Path tape, Path copy, boolean checkpointsToo) throws Exception {
    Path newer = directory.resolve("newer");
    Files.move(tape, newer);
    Files.move(copy, tape);
    if (!checkpointsToo) {
      Launch.of("cp", "-r", newer.resolve("to").toString(), tape.toString())
          .run(directory, "checkpoints");
    }
  }

  private static double seconds(long samples) {
    return (double) samples / VirtualSoundCard.RATE_HZ;
  }
}
