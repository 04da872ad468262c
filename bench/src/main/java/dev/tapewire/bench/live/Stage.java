package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.ForeignLoad;
import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Patience;
import dev.tapewire.bench.lab.ProcStat;
import dev.tapewire.bench.lab.SoundCard;
import dev.tapewire.bench.lab.TimedNoise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sound card that plays, a server that notes what comes, and one contender after another between
 * them. Confined to one thread.
 */
final class Stage {
  /** What is still under way at the end of a stretch may arrive. */
  private static final Duration TAIL = Duration.ofSeconds(2);

  private final Lab lab;
  private final StampServer server;

  /** Sets up, with audio for {@code length}. */
  Stage(Lab lab, Duration length) throws Exception {
    this.lab = lab;
    SoundCard card = SoundCard.open(lab);
    Path noise = lab.directory().resolve("noise.raw");
    TimedNoise.write(noise, length.toSeconds() * SoundCard.RATE_HZ);
    server = new StampServer(lab);
    card.play(noise);
    Patience.pass(TAIL);
  }

  /** Lets one play. */
  Observation observe(Contender contender, String id, Duration warmUp, Duration length)
      throws Exception {
    Running running = contender.start(lab, server.target(), id);
    try {
      Patience.pass(warmUp);
      Map<String, Long> processes = running.processes();
      ForeignLoad foreign = new ForeignLoad();
      Map<String, Double> before = cpuSeconds(processes);
      long fromNs = System.nanoTime();
      Patience.pass(length);
      long toNs = System.nanoTime();
      Map<String, Double> after = cpuSeconds(processes);
      Map<String, Observation.Cost> costs = new TreeMap<>();
      for (Map.Entry<String, Long> each : processes.entrySet()) {
        String name = each.getKey();
        double percent = (after.get(name) - before.get(name)) * 1e11 / (toNs - fromNs);
        costs.put(name, new Observation.Cost(percent, ProcStat.rssMb(each.getValue())));
      }
      double foreignPercent = foreign.percent();
      Patience.pass(TAIL);
      return new Observation(id, contender, running, fromNs, toNs, costs, foreignPercent);
    } finally {
      running.stop();
    }
  }

  private static Map<String, Double> cpuSeconds(Map<String, Long> processes) throws Exception {
    Map<String, Double> seconds = new TreeMap<>();
    for (Map.Entry<String, Long> each : processes.entrySet()) {
      seconds.put(each.getKey(), ProcStat.cpuSeconds(each.getValue()));
    }
    return seconds;
  }

  /** {@return what came; the server has ended then} */
  Arrivals arrivals() throws Exception {
    return server.arrivals();
  }
}
