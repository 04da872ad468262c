package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.secret.TestKeys;
import dev.tapewire.launcher.service.HeardWord;
import dev.tapewire.launcher.service.ServiceLink;
import dev.tapewire.launcher.service.ServiceServer;
import dev.tapewire.launcher.service.Services;
import dev.tapewire.launcher.service.ToneWords;
import dev.tapewire.sender.service.Sheet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words on their way to a service behind its server, faster than real time and all ceilings with
 * it. Confined to the test's thread.
 */
final class ServiceScene implements AutoCloseable {
  static final int RATE_HZ = 44_100;
  static final String SESSION = "talk";

  /** Its words are counted from the start of a session that goes on from link to link. */
  private static final String OUTLIVES_LINKS = "gladia";

  private static final Pattern MAY_ARRIVE_TWICE =
      Pattern.compile("up to ([0-9.]+) s may arrive twice");

  final ServiceServer server;
  final Studio studio;
  final ToneWords words;
  private final String name;
  final int times;
  private final Path source;
  private final Path key;

  ServiceScene(Path directory, String name, int times, double seconds) throws Exception {
    this.name = name;
    this.times = times;
    this.words = ToneWords.of(1, seconds, RATE_HZ);
    this.source = directory.resolve("words.wav");
    this.key = directory.resolve("key");
    words.write(source);
    this.server = Services.start(name, times);
    this.studio = new Studio(directory);
  }

  /** Starts {@code tapewire run} and waits until it records. */
  Program run(String... more) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("--source=" + source, "--speed=" + times, "--session=" + SESSION));
    all.addAll(List.of("--drain=60s", "--to", name + "=" + server.uri()));
    if (!server.key().isEmpty()) {
      TestKeys.write(key, server.key());
      all.addAll(List.of("--key-file", key.toString()));
    }
    scaled().forEach((setting, value) -> all.addAll(List.of("--set", setting + "=" + value)));
    all.addAll(List.of(more));
    Program run = studio.tapewire("run", all.toArray(String[]::new));
    studio.awaitRecording(SESSION, run);
    return run;
  }

  /** {@return the settings that make its clock go as fast as the server's} */
  private Map<String, String> scaled() {
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

  /** {@return whether the service has taken any audio yet} */
  boolean hasHeard() {
    return !server.links().isEmpty() && server.acceptedPcm(0).length > 0;
  }

  /** Kills, cuts and restarts until most of the audio is through. {@return how often} */
  int disturb(Random random, double seconds, Program run) throws Exception {
    int faults = 0;
    Patience.await(
        "audio at the service",
        Host.START_BOUND,
        () -> server.links().stream().anyMatch(l -> l.acceptedBytes() > 0));
    long endNs = System.nanoTime() + (long) (seconds / times * 0.8 * TimeUnit.SECONDS.toNanos(1));
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

  /** Waits for a good end, at which nothing was sent that the service would refuse. */
  void awaitEnd(Program run, Duration bound, String what) throws Exception {
    assertEquals(0, run.awaitExit(bound), run::toString);
    assertEquals(List.of(), server.violations(), what + run);
  }

  /** {@return how many seconds the sender said may arrive twice, all in all} */
  static double told(Program run) {
    Matcher told = MAY_ARRIVE_TWICE.matcher(run.err());
    double seconds = 0;
    while (told.find()) {
      seconds += Double.parseDouble(told.group(1));
    }
    return seconds;
  }

  /** The transcript has each word once, in order. */
  void assertWords(String what) throws Exception {
    String text = studio.run("replies", SESSION, "--text");
    assertEquals(words.text(), String.join(" ", text.trim().split("\\s+")), what);
  }

  /** {@return the replies, as JSON} */
  List<JsonObject> replies() throws Exception {
    return studio
        .run("replies", SESSION, "--json")
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  /** What one link brought, positions of the tape, and when it was opened, monotonic ns. */
  record Heard(long sinceNs, long from, long until) {}

  /** {@return what each link brought, in the order of the links} */
  List<Heard> heard() throws Exception {
    List<JsonObject> opened = new ArrayList<>(replies());
    opened.removeIf(reply -> !reply.get("kind").getAsString().equals("opened"));
    var format = dev.tapewire.sender.service.Services.byName(name).sheet().format();
    List<ServiceLink> links = new ArrayList<>(server.links());
    links.removeIf(link -> link.acceptedBytes() < format.blockBytes());
    // Two may open at once: those go first that say by their words where they began.
    links.sort(Comparator.comparing(link -> spokenFrom(link) < 0));
    List<Heard> heard = new ArrayList<>();
    for (ServiceLink link : links) {
      JsonObject its = openedOf(link, opened);
      opened.remove(its);
      long from = its.get("from").getAsLong();
      long samples = link.acceptedBytes() / format.blockBytes();
      heard.add(new Heard(link.sinceNs(), from, from + samples * RATE_HZ / format.sampleRateHz()));
    }
    heard.sort(Comparator.comparingLong(Heard::sinceNs));
    return heard;
  }

  /** {@return what was noted when it opened: in its place, and nearest in time} */
  private JsonObject openedOf(ServiceLink link, List<JsonObject> opened) {
    Instant now = Instant.now();
    long epochNs =
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
    long sinceNs = link.sinceNs() + epochNs;
    long spoken = spokenFrom(link);
    return opened.stream()
        .min(
            Comparator.comparing(
                    (JsonObject each) ->
                        spoken >= 0
                            && Math.abs(each.get("from").getAsLong() - spoken) > RATE_HZ / 4)
                .thenComparingLong(each -> Math.abs(each.get("at_ns").getAsLong() - sinceNs)))
        .orElseThrow();
  }

  /** {@return where its session began, by the first word that was heard; -1: none was} */
  private long spokenFrom(ServiceLink link) {
    if (link.words().isEmpty() || name.equals(OUTLIVES_LINKS)) {
      return -1;
    }
    HeardWord first = link.words().get(0);
    return words.words().stream()
        .filter(word -> word.number() == first.number())
        .mapToLong(word -> Math.max(0, word.start() - first.start() * RATE_HZ / first.rate()))
        .findFirst()
        .orElseThrow();
  }

  /** {@return all that was recorded, samples} */
  long samples() {
    return words.pcm().length;
  }

  /** {@return samples heard more than once; fails if one from {@code first} on nobody heard} */
  static long covered(List<Heard> heard, long first, long samples, String what) {
    List<Heard> ordered = heard.stream().sorted(Comparator.comparingLong(Heard::from)).toList();
    long until = first;
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

  @Override
  public void close() throws IOException {
    studio.close();
    server.close();
  }
}
