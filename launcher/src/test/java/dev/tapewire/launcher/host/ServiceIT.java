package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.launcher.service.ServiceLink;
import dev.tapewire.launcher.service.ServiceServer;
import dev.tapewire.launcher.service.Services;
import dev.tapewire.launcher.service.ToneWords;
import dev.tapewire.sender.service.Sheet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every service, served by a server that refuses what the real one refuses, while senders are
 * killed, connections cut and the server restarted: all audio gets there, and every word once.
 */
@Timeout(600)
class ServiceIT {
  private static final int TIMES = 20;
  private static final int RATE_HZ = 44_100;
  private static final double SECONDS = Host.full() ? 600 : 30;
  private static final String SESSION = "talk";

  /** These measure or carry; they write no words down. */
  private static final Set<String> WORDLESS = Set.of("hume", "twilio");

  private static final Pattern MAY_ARRIVE_TWICE =
      Pattern.compile("up to ([0-9.]+) s may arrive twice");

  @TempDir Path directory;

  static Stream<String> services() {
    return Services.names().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("services")
  void hearsEverySampleAndSaysEveryWordOnce(String name) throws Exception {
    long seed = Long.getLong("tapewire.seed", System.nanoTime());
    ToneWords words = ToneWords.of(1, SECONDS, RATE_HZ);
    Path source = directory.resolve("words.wav");
    words.write(source);
    Path key = directory.resolve("key");
    try (ServiceServer server = Services.start(name, TIMES);
        Studio studio = new Studio(directory)) {
      Program run = studio.tapewire("run", arguments(name, TIMES, server, source, key));
      studio.awaitRecording(SESSION, run);
      int faults = disturb(new Random(seed), server, studio, run);
      assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run::toString);
      assertEquals(List.of(), server.violations(), "seed " + seed + run);
      List<Heard> heard = heard(server, studio);
      long twice = covered(heard, words.pcm().length, "seed " + seed);
      double told = told(run);
      Host.figure(
          this,
          "%s: %d faults, %d links, %.2f of %.0f s heard twice, %.2f told, seed %d",
          name,
          faults,
          server.links().size(),
          (double) twice / RATE_HZ,
          SECONDS,
          told,
          seed);
      assertTrue((double) twice / RATE_HZ <= told + 0.001, "seed " + seed + run);
      if (!WORDLESS.contains(name)) {
        String text = studio.run("replies", SESSION, "--text");
        assertEquals(words.text(), String.join(" ", text.trim().split("\\s+")), "seed " + seed);
      }
    }
  }

  @Test
  void beginsOneNewSessionInAnHourAndAMinute() throws Exception {
    Host.assumeFull("an hour at 60 times");
    ToneWords words = ToneWords.of(1, 3660, RATE_HZ);
    Path source = directory.resolve("words.wav");
    words.write(source);
    try (ServiceServer server = Services.start("openai-realtime", 60);
        Studio studio = new Studio(directory)) {
      Path key = directory.resolve("key");
      Program run = studio.tapewire("run", arguments("openai-realtime", 60, server, source, key));
      assertEquals(0, run.awaitExit(Duration.ofMinutes(4)), run::toString);
      assertEquals(List.of(), server.violations(), run::toString);
      long twice = covered(heard(server, studio), words.pcm().length, "rotation");
      Host.figure(this, "an hour and a minute: %d links, %d twice", server.links().size(), twice);
      assertEquals(2, server.links().size(), run::toString);
      assertEquals(0, twice);
      String text = studio.run("replies", SESSION, "--text");
      assertEquals(words.text(), String.join(" ", text.trim().split("\\s+")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "latest:30s"})
  void afterAnOutageItCatchesUpAsItIsTold(String catchUp) throws Exception {
    int outageS = Host.full() ? 600 : 60;
    ToneWords words = ToneWords.of(1, outageS + 80, RATE_HZ);
    Path source = directory.resolve("words.wav");
    words.write(source);
    try (ServiceServer server = Services.start("vosk", TIMES);
        Studio studio = new Studio(directory)) {
      List<String> arguments =
          new ArrayList<>(
              List.of(arguments("vosk", TIMES, server, source, directory.resolve("key"))));
      arguments.addAll(List.of("--catch-up", catchUp));
      Program run = studio.tapewire("run", arguments.toArray(String[]::new));
      studio.awaitRecording(SESSION, run);
      Patience.await("audio", Host.START_BOUND, () -> !server.links().isEmpty());
      Patience.pass(Duration.ofMillis(500));
      server.stop();
      Patience.pass(Duration.ofSeconds(outageS / TIMES));
      server.restart();
      assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run::toString);
      assertEquals(List.of(), server.violations(), run::toString);
      List<Heard> heard = heard(server, studio);
      long hole = heard.get(1).from() - heard.get(0).until();
      Host.figure(this, "%s: behind the outage it goes on %.1f s on", catchUp, seconds(hole));
      if (catchUp.equals("all")) {
        covered(heard, words.pcm().length, catchUp);
      } else {
        // What was recorded between the outage's begin and the link's, all but the newest 30 s.
        assertTrue(seconds(hole) > outageS - 45, run::toString);
        List<Heard> behind = heard.subList(1, heard.size());
        long twice = covered(from(behind), words.pcm().length - behind.get(0).from(), catchUp);
        assertEquals(0, twice);
        assertTrue(run.err().contains("skipped samples "), run::toString);
      }
    }
  }

  private static double seconds(long samples) {
    return (double) samples / RATE_HZ;
  }

  /** {@return the same, counted from where the first begins} */
  private static List<Heard> from(List<Heard> heard) {
    long first = heard.get(0).from();
    return heard.stream().map(h -> new Heard(h.from() - first, h.until() - first)).toList();
  }

  private static String[] arguments(
      String name, int times, ServiceServer server, Path source, Path key) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("--source=" + source, "--speed=" + times, "--session=" + SESSION));
    all.addAll(List.of("--drain=60s", "--to", name + "=" + server.uri()));
    if (!server.key().isEmpty()) {
      Files.writeString(key, server.key());
      key.toFile().setReadable(false, false);
      key.toFile().setReadable(true, true);
      all.addAll(List.of("--key-file", key.toString()));
    }
    scaled(name, times)
        .forEach((setting, value) -> all.addAll(List.of("--set", setting + "=" + value)));
    return all.toArray(String[]::new);
  }

  /** {@return the settings that make its clock go as fast as the server's} */
  private static Map<String, String> scaled(String name, int times) {
    Map<String, String> settings =
        dev.tapewire.sender.service.Services.byName(name).sheet().settings();
    double pace = Double.parseDouble(settings.get(Sheet.PACE));
    Map<String, String> scaled = new TreeMap<>();
    scaled.put(Sheet.PACE, Double.toString(pace * times));
    for (String limit : List.of(Sheet.SESSION_MAX, Sheet.KEEP_ALIVE)) {
      double seconds = Double.parseDouble(settings.get(limit));
      scaled.put(limit, String.format(Locale.ROOT, "%.3f", seconds / times));
    }
    if (!settings.get(Sheet.LINGER).equals("0")) {
      scaled.put(Sheet.LINGER, "2"); // A wait, no limit: less than this a busy machine needs.
    }
    return scaled;
  }

  private static int disturb(Random random, ServiceServer server, Studio studio, Program run)
      throws Exception {
    int faults = 0;
    long endNs = System.nanoTime() + (long) (SECONDS / TIMES * 0.8 * TimeUnit.SECONDS.toNanos(1));
    Patience.pass(Duration.ofMillis(500));
    while (System.nanoTime() < endNs && run.alive()) {
      switch (random.nextInt(3)) {
        case 0 -> studio.kill("sender");
        case 1 -> server.cut();
        default -> {
          server.stop();
          Patience.pass(Duration.ofMillis(100 + random.nextInt(900)));
          server.restart();
        }
      }
      faults++;
      Patience.pass(Duration.ofMillis(700 + random.nextInt(1300)));
    }
    return faults;
  }

  /** {@return how many seconds the sender said may arrive twice, all in all} */
  private static double told(Program run) {
    Matcher told = MAY_ARRIVE_TWICE.matcher(run.err());
    double seconds = 0;
    while (told.find()) {
      seconds += Double.parseDouble(told.group(1));
    }
    return seconds;
  }

  /** What one link brought, positions of the tape. */
  private record Heard(long from, long until) {}

  private static List<Heard> heard(ServiceServer server, Studio studio) throws Exception {
    List<JsonObject> opened = new ArrayList<>();
    for (String line : studio.run("replies", SESSION, "--json").lines().toList()) {
      JsonObject reply = JsonParser.parseString(line).getAsJsonObject();
      if (reply.get("kind").getAsString().equals("opened")) {
        opened.add(reply);
      }
    }
    long epochNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
    List<Heard> heard = new ArrayList<>();
    for (ServiceLink link : server.links()) {
      byte[] pcm = server.acceptedPcm(link.number());
      if (pcm.length == 0) {
        continue;
      }
      long sinceNs = link.sinceNs() + epochNs;
      JsonObject its =
          opened.stream()
              .min(Comparator.comparingLong(o -> Math.abs(o.get("at_ns").getAsLong() - sinceNs)))
              .orElseThrow();
      heard.add(stretch(its.get("from").getAsLong(), pcm, studio));
    }
    return heard;
  }

  private static Heard stretch(long from, byte[] pcm, Studio studio) throws Exception {
    String profile =
        studio
            .session(SESSION)
            .getAsJsonArray("destinations")
            .get(0)
            .getAsJsonObject()
            .get("profile")
            .getAsString();
    var format = dev.tapewire.sender.service.Services.byName(profile).sheet().format();
    long samples = pcm.length / format.blockBytes();
    return new Heard(from, from + samples * RATE_HZ / format.sampleRateHz());
  }

  /** {@return samples heard more than once; fails if one was heard by nobody} */
  private static long covered(List<Heard> heard, long samples, String what) {
    List<Heard> ordered = heard.stream().sorted(Comparator.comparingLong(Heard::from)).toList();
    long until = 0;
    long twice = 0;
    for (Heard each : ordered) {
      // One sample of the service's rate is up to 6 of the tape's.
      assertTrue(each.from() <= until + 6, what + ": nobody heard " + until + ".." + each.from());
      twice += Math.max(0, Math.min(until, each.until()) - each.from());
      until = Math.max(until, each.until());
    }
    assertTrue(until + 6 >= samples, what + ": nobody heard what is behind " + until);
    return twice;
  }
}
