package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of noise recorded at 10 times. Confined to its stream's thread. */
final class FileTortureSession implements TortureSession {
  private static final PcmFormat FORMAT = new PcmFormat(44_100, 1, Encoding.S16LE);
  private static final Pattern TWICE = Pattern.compile("up to ([0-9.]+) s may arrive twice");

  /** Longer than a tape file holds. */
  private static final int SECONDS = 400;

  private static final String SPEED = "10";

  private final TortureStream stream;
  private final String id;
  private final Path file;
  private final byte[] pcm;
  private final StringBuilder logs = new StringBuilder();
  private Program run;

  FileTortureSession(TortureStream stream, String id, long seed) throws IOException {
    this.stream = stream;
    this.id = id;
    this.file = stream.studio().directory().resolve(id + ".wav");
    this.pcm = WavFile.write(file, FORMAT, (long) SECONDS * FORMAT.sampleRateHz(), seed);
    if (stream.server() != null) {
      Files.write(stream.server().file(), new byte[0]);
    }
  }

  @Override
  public Path directory() {
    return stream.studio().tapes().resolve(id);
  }

  @Override
  public boolean isFile() {
    return true;
  }

  @Override
  public boolean isUnderWay() throws IOException {
    return LiveFigures.frames(directory().resolve("capture.counters")) > 0;
  }

  @Override
  public Program start() throws Exception {
    keepLog();
    Launch launch =
        stream
            .studio()
            .command("run", "--source", file.toString(), "--speed", SPEED, "--session", id)
            .and("--drain", "10m");
    run = stream.studio().start(id + "-" + logs.length(), launch.and(destination()));
    return run;
  }

  private String[] destination() {
    return stream.server() == null
        ? new String[] {"--received", store().toString()}
        : new String[] {"--to", "raw=" + stream.server().uri()};
  }

  private Path store() {
    return stream.storeDisk().path().resolve("received");
  }

  private void keepLog() {
    if (run != null) {
      logs.append(run.err());
    }
  }

  @Override
  public int end(Program program, Duration bound) {
    return program.awaitExit(bound);
  }

  @Override
  public Verdict check() throws Exception {
    keepLog();
    JsonObject audit = stream.studio().verify(id);
    assertTrue(audit.get("fault").isJsonNull(), audit::toString);
    assertEquals(pcm.length / Short.BYTES, audit.get("samples").getAsLong(), audit::toString);
    if (stream.server() != null) {
      return Verdict.of(pcm, Files.readAllBytes(stream.server().file()), mayArriveTwice());
    }
    JsonObject told =
        JsonParser.parseString(Files.readString(store().resolve(id + ".json"))).getAsJsonObject();
    assertTrue(told.get("complete").getAsBoolean(), told::toString);
    assertEquals(0, told.get("lost_samples").getAsLong(), told::toString);
    return Verdict.of(pcm, WavFile.data(store().resolve(id + ".wav")), 0);
  }

  /** {@return by the sender's own words} */
  private long mayArriveTwice() {
    double seconds = 0;
    int times = 0;
    Matcher told = TWICE.matcher(logs);
    while (told.find()) {
      seconds += Double.parseDouble(told.group(1));
      times++;
    }
    return Math.round(seconds * FORMAT.sampleRateHz()) + times; // Told to the ms.
  }

  @Override
  public void delete() throws IOException {
    Files.delete(file);
    Trees.delete(directory());
    if (stream.server() == null) {
      Trees.delete(store());
    }
  }
}
