package dev.tapewire.bench.many;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.report.Medians;
import dev.tapewire.bench.report.Table;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A tape of a day, and a shelf of ten thousand sessions. Confined to one thread. */
@Command(name = "long", description = "a tape of 24 hours, and 10,000 sessions; 3 minutes")
public final class LongCommand implements Callable<Integer> {
  private static final PcmFormat FORMAT = new PcmFormat(8_000, 1, Encoding.S16LE);
  private static final int FRAME_SAMPLES = 1024;
  private static final int SEEKS = 200;
  private static final int LISTINGS = 5;
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final Duration BOUND = Duration.ofMinutes(2);

  @Mixin private BenchOptions options;

  private final Table table = new Table("", "median", "most", "times");
  private final Random random = new Random(1);

  @Override
  public Integer call() throws Exception {
    ForeignLoad foreign = new ForeignLoad();
    try (Lab lab = Lab.open()) {
      day(lab, options.quick() ? 1 : 24);
      shelf(lab, options.quick() ? 200 : 10_000);
    }
    options.publish(
        "long", table + String.format("%nOthers' CPU meanwhile: %.0f %%.%n", foreign.percent()));
    return 0;
  }

  private void day(Lab lab, int hours) throws Exception {
    Path tapes = lab.directory().resolve("day");
    SessionPaths paths = SessionPaths.of(tapes, "day");
    long frames = hours * 3600L * FORMAT.sampleRateHz() / FRAME_SAMPLES;
    BenchOptions.progress("recording %d h", hours);
    record(paths, frames);
    long pcm = FORMAT.bytes(frames * FRAME_SAMPLES);
    double beyond = (size(lab, tapes) - pcm) * 100.0 / pcm;
    table.row("disk of " + hours + " h beyond its PCM, %", beyond, "", 1);
    Medians seeks = new Medians();
    try (TapeReader tape = Tape.openReader(paths)) {
      RecordView record = new RecordView();
      for (int i = 0; i < SEEKS; i++) {
        long position = random.nextLong(frames * FRAME_SAMPLES);
        long fromNs = System.nanoTime();
        tape.seek(tape.numberAt(position));
        tape.poll(record);
        seeks.add("", (System.nanoTime() - fromNs) / NS_PER_MS);
      }
    }
    table.row("seek by time and read, ms", seeks.median(""), seeks.max(""), SEEKS);
    String directory = tapes.toString();
    String wav = lab.directory().resolve("part.wav").toString();
    Medians exports = new Medians();
    for (int i = 0; i < LISTINGS; i++) {
      String from = hours - 1 + ":59:00";
      String until = hours - 1 + ":59:01";
      seconds(
          exports,
          lab.tapewire(
              "export", "day", wav, "--tapes", directory, "--from", from, "--until", until));
      Files.delete(Path.of(wav));
    }
    table.row("`export` of its last second, s", exports.median(""), exports.max(""), LISTINGS);
  }

  private void shelf(Lab lab, int sessions) throws Exception {
    Path tapes = lab.directory().resolve("shelf");
    BenchOptions.progress("recording %d sessions", sessions);
    for (int i = 0; i < sessions; i++) {
      record(SessionPaths.of(tapes, "talk" + i), 2);
    }
    Medians listings = new Medians();
    for (int i = 0; i < LISTINGS; i++) {
      seconds(listings, lab.tapewire("sessions", "--tapes", tapes.toString()));
    }
    String what = "`sessions` over " + sessions + ", s";
    table.row(what, listings.median(""), listings.max(""), LISTINGS);
    long pcm = FORMAT.bytes(2L * FRAME_SAMPLES);
    double each = (size(lab, tapes) - (double) pcm * sessions) / sessions / 1024;
    table.row("disk of a session beyond its PCM, KiB", each, "", sessions);
  }

  private static void seconds(Medians medians, Program program) throws Exception {
    program.awaitSuccess(BOUND);
    medians.add("", (System.nanoTime() - program.startedNs()) / NS_PER_S);
  }

  private void record(SessionPaths paths, long frames) {
    NewSession session = new NewSession(FORMAT, "bench", FRAME_SAMPLES, List.of());
    byte[] pcm = new byte[(int) FORMAT.bytes(FRAME_SAMPLES)];
    random.nextBytes(pcm);
    try (TapeWriter tape = Tape.openWriter(paths, session, new SystemClock(), random)) {
      for (long frame = 0; frame < frames; frame++) {
        tape.frame(pcm, 0, FRAME_SAMPLES, frame);
      }
      tape.end();
    }
  }

  /** {@return bytes on the disk: what is allocated ahead counts, holes do not} */
  private static long size(Lab lab, Path directory) throws Exception {
    Program du = lab.start("du", "-s", "-B1", directory.toString());
    du.awaitSuccess(BOUND);
    return Long.parseLong(du.out().replaceAll("\\s.*", ""));
  }
}
