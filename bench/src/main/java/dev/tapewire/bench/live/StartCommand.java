package dev.tapewire.bench.live;

import dev.tapewire.bench.BenchOptions;
import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Patience;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.lab.SoundCard;
import dev.tapewire.bench.lab.Tapes;
import dev.tapewire.bench.report.Medians;
import dev.tapewire.bench.report.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How long it takes to start. Confined to one thread. */
@Command(name = "start", description = "how long commands and processes take to start; 2 minutes")
public final class StartCommand implements Callable<Integer> {
  private static final int ROUNDS = 9;
  private static final double NS_PER_S = 1e9;
  private static final Duration STEADY = Duration.ofSeconds(6);
  private static final Duration PROGRAM_BOUND = Duration.ofMinutes(1);

  @Mixin private BenchOptions options;

  private final Medians medians = new Medians();

  /** When something began whose end only the server knows, by the path that it has there. */
  private final Map<String, Beginning> begun = new TreeMap<>();

  /** What began, and when, monotonic ns; its end is the first message after it. */
  private record Beginning(String what, long atNs) {}

  @Override
  public Integer call() throws Exception {
    try (Lab lab = Lab.open()) {
      SoundCard.open(lab);
      StampServer server = new StampServer(lab);
      ForeignLoad foreign = new ForeignLoad();
      for (int round = 1; round <= options.rounds(ROUNDS); round++) {
        BenchOptions.progress("round %d", round);
        runToFirstFrame(lab, server.target(), "mic", "r" + round + "mic");
        runToFirstFrame(lab, server.target(), "tone", "r" + round + "tone");
        article(lab, server.target(), "r" + round + "article");
        command("sessions", lab.tapewire("sessions", "--tapes", tapes(lab, "few").toString()));
        command("--version", lab.tapewire("--version"));
      }
      double foreignPercent = foreign.percent();
      takeArrivals(server.arrivals());
      publish(foreignPercent);
    }
    return 0;
  }

  private static Path tapes(Lab lab, String name) {
    return lab.directory().resolve(name);
  }

  /** A run, whose sender is killed when all is steady. */
  private void runToFirstFrame(Lab lab, Contender.Target target, String source, String id)
      throws Exception {
    Tapes tapes = new Tapes(tapes(lab, "few"));
    String to = "raw=" + target.webSocket(id);
    List<String> words = new ArrayList<>(List.of("run", "--tapes", tapes.directory().toString()));
    words.addAll(List.of("--source", source, "--session", id, "--to", to));
    Program run = lab.tapewire(words.toArray(String[]::new));
    Patience.await("a frame: " + run, PROGRAM_BOUND, () -> tapes.frames(id) > 0);
    add("`run --source " + source + "` to the first frame on the tape", run.startedNs());
    begun.put(id + " 1", new Beginning(id, run.startedNs()));
    Patience.pass(STEADY);
    long sender = tapes.processes().get("sender");
    begun.put(id + " 2", new Beginning(id, System.nanoTime()));
    ProcessHandle.of(sender).ifPresent(ProcessHandle::destroyForcibly);
    Patience.pass(STEADY);
    run.stop();
  }

  private void article(Lab lab, Contender.Target target, String id) throws Exception {
    String notes = tapes(lab, id + ".reads").toString();
    String article = lab.article().toString();
    Program program =
        lab.python(lab.peer("timed.py"), notes, target.webSocket(id), article, "default");
    begun.put(id + " 1", new Beginning(id, program.startedNs()));
    Patience.pass(STEADY);
    program.close();
  }

  private void command(String name, Program program) throws Exception {
    program.awaitSuccess(PROGRAM_BOUND);
    add("`" + name + "`", program.startedNs());
  }

  private void add(String what, long sinceNs) {
    medians.add(what, (System.nanoTime() - sinceNs) / NS_PER_S);
  }

  private void takeArrivals(Arrivals arrivals) {
    begun.forEach(
        (key, beginning) -> {
          String id = beginning.what();
          boolean killed = key.endsWith("2");
          String what =
              id.endsWith("article")
                  ? "the article's program to its first message at the server"
                  : killed
                      ? "a sender killed to the next one's first message at the server"
                      : "`run` to the first message at the server, profile `raw`";
          arrivals.firstsNs(id).stream()
              .filter(firstNs -> firstNs > beginning.atNs())
              .findFirst()
              .ifPresent(firstNs -> medians.add(what, (firstNs - beginning.atNs()) / NS_PER_S));
        });
  }

  private void publish(double foreignPercent) throws Exception {
    Table table = new Table("s", "median", "most", "times");
    for (String what : medians.names()) {
      table.row(what, medians.median(what), medians.max(what), medians.count(what));
    }
    options.publish(
        "start", table + String.format("%nOthers' CPU meanwhile: %.0f %%.%n", foreignPercent));
  }
}
