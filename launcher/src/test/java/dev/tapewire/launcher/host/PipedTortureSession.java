package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Live noise of a program, to our own receiver: what a killed capture held is lost, and the tape
 * knows how much. Confined to its stream's thread.
 */
final class PipedTortureSession implements TortureSession {
  private static final Duration RECORDED = Duration.ofSeconds(40);

  private final TortureStream stream;
  private final String id;
  private final Path made;

  PipedTortureSession(TortureStream stream, String id) {
    this.stream = stream;
    this.id = id;
    this.made = stream.studio().directory().resolve(id + ".raw");
  }

  @Override
  public Path directory() {
    return stream.studio().tapes().resolve(id);
  }

  @Override
  public boolean isFile() {
    return false;
  }

  @Override
  public boolean isUnderWay() throws IOException {
    return LiveFigures.frames(directory().resolve("capture.counters")) > 0;
  }

  @Override
  public Program start() throws Exception {
    Launch launch =
        stream
            .studio()
            .command("run", "--source", Launch.patientNoise(made), "--session", id)
            .and("--drain", "10m", "--received", store().toString());
    return stream.studio().start(id, launch);
  }

  private Path store() {
    return stream.storeDisk().path().resolve("received");
  }

  @Override
  public int end(Program run, Duration bound) throws Exception {
    stream.studio().awaitRecording(id, run);
    Patience.pass(RECORDED);
    return run.stop(bound);
  }

  @Override
  public Verdict check() throws Exception {
    JsonObject audit = stream.studio().verify(id);
    assertTrue(audit.get("fault").isJsonNull(), audit::toString);
    Samples taped = stream.studio().export(id);
    Samples stored = Samples.ofWav(store().resolve(id + ".wav"));
    assertEquals(taped, stored, "the tape and what was stored");
    long told = stream.studio().session(id).get("lost_samples").getAsLong();
    Coverage coverage = Coverage.of(Samples.ofRaw(Files.readAllBytes(made)), withoutGaps());
    long missing = coverage.missing(coverage.first(), coverage.end());
    return new Verdict(
        taped.count() - told,
        stored.count() - told,
        Math.abs(missing - told),
        coverage.twice(),
        0,
        coverage.strange(),
        told);
  }

  private Samples withoutGaps() throws IOException {
    Path cut = stream.studio().directory().resolve(id + ".cut.wav");
    stream
        .studio()
        .tapewire("export", id, cut.toString(), "--gaps", "cut")
        .awaitExit(Host.PROGRAM_BOUND);
    return Samples.ofWav(cut);
  }

  @Override
  public void delete() throws IOException {
    Files.delete(made);
    Trees.delete(directory());
    Trees.delete(store());
  }
}
