package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import dev.tapewire.launcher.service.ServiceServer;
import dev.tapewire.launcher.service.Services;
import dev.tapewire.launcher.service.ToneWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of services: what a wrong one costs, and that none is seen anywhere. */
@Timeout(1800)
class ServiceKeyIT {
  /** Refuse a key in the handshake, in an answer, before all else, before the link. */
  private static final Map<String, String> VARIABLES =
      new TreeMap<>(
          Map.of(
              "deepgram", "DEEPGRAM_API_KEY",
              "soniox", "SONIOX_API_KEY",
              "speechmatics", "SPEECHMATICS_API_KEY",
              "gladia", "GLADIA_API_KEY"));

  private static final int TIMES = 20;
  private static final int RATE_HZ = 16_000;
  private static final String WRONG = TestKeys.of("nobody-gave-this-out");
  private static final String SESSION = "s";

  @TempDir private Path directory;

  private final Map<String, ServiceServer> servers = new TreeMap<>();
  private final ToneWords words = ToneWords.of(1, 8, RATE_HZ); // A second try would come in it.
  private Studio studio;
  private Path source;

  @BeforeEach
  void open() throws Exception {
    studio = new Studio(directory);
    source = directory.resolve("words.wav");
    words.write(source);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
    servers.values().forEach(ServiceServer::close);
  }

  @Test
  void aWrongKeyIsToldOnceTriedOnceAndMendedBySend() throws Exception {
    Map<String, String> environment = new TreeMap<>();
    List<String> to = new ArrayList<>(List.of("--verbose"));
    for (String name : VARIABLES.keySet()) {
      servers.put(name, studio.keep(Services.start(name, TIMES)));
      environment.put(VARIABLES.get(name), WRONG);
      to.addAll(to(name));
    }
    Launch launch =
        studio
            .command("run", "--source", source.toString(), "--session", SESSION, "--drain", "2s")
            .and(to.toArray(String[]::new))
            .with(environment);
    Program run = studio.start("run", launch);
    Patience.await("senders", Host.START_BOUND, () -> studio.pids("sender").size() == 4);
    String commandLines = commandLines();
    assertTrue(commandLines.contains("--follow\0--to\0soniox="), "saw no sender: " + commandLines);
    assertEquals(3, run.awaitExit(Host.PROGRAM_BOUND), run.toString());

    assertFalse(commandLines.contains(WRONG), commandLines);
    for (String name : VARIABLES.keySet()) {
      assertEquals(1, servers.get(name).refusals().size(), name + run);
      String told = "warning: .*" + VARIABLES.get(name) + ".*trying once a minute.*";
      assertEquals(1, run.err().lines().filter(l -> l.matches(".*" + told)).count(), told + run);
    }
    assertEquals(words.pcm().length, studio.export(SESSION).count());
    mendAndDeliver();
  }

  private void mendAndDeliver() throws Exception {
    Set<String> mended = new TreeSet<>(VARIABLES.keySet());
    if (!Host.full()) {
      mended.remove("speechmatics"); // As deepgram to who sends; each costs seconds.
    }
    for (String name : mended) {
      mend(name);
    }
    for (JsonElement each : studio.session(SESSION).getAsJsonArray("destinations")) {
      JsonObject has = each.getAsJsonObject();
      long all = mended.contains(has.get("profile").getAsString()) ? words.pcm().length : 0;
      assertEquals(all, has.get("confirmed_samples").getAsLong(), "" + each);
    }
  }

  /** Sends with the right key: from the variable, or, for one of them, from a file. */
  private void mend(String name) throws Exception {
    String key = servers.get(name).key();
    Launch launch = studio.command("send", "--session", SESSION, "--verbose");
    launch = launch.and(to(name).toArray(String[]::new));
    Path file = directory.resolve("key." + name);
    if (name.equals("deepgram")) {
      launch = launch.and("--key-file", TestKeys.write(file, key).toString());
    } else {
      launch = launch.with(Map.of(VARIABLES.get(name), key));
    }
    Program send = studio.start("send-" + name, launch);
    assertEquals(0, send.awaitExit(Host.PROGRAM_BOUND), send.toString());
    assertEquals(List.of(), servers.get(name).violations(), send.toString());
  }

  @Test
  void withoutAKeyOrWithOneThatOthersCanReadNothingBegins() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    refuses("DEEPGRAM_API_KEY", "--to", "deepgram");
    refuses("chmod 600", "--to", "deepgram", "--key-file", file.toString());
    refuses("NO_SUCH_KEY", "--to", "deepgram", "--key-env", "NO_SUCH_KEY");
    assertFalse(Files.exists(studio.tapes()));
  }

  private void refuses(String names, String... to) throws Exception {
    Launch run = studio.command("run", "--source", "tone").and(to);
    Program program = studio.start("run", run.under(List.of("env", "-u", "DEEPGRAM_API_KEY")));
    assertEquals(2, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
    assertEquals(1, program.err().lines().count(), program.toString());
    assertTrue(program.err().contains(names), program.toString());
  }

  @Test
  void aSecretInAnAddressIsShownNowhere() throws Exception {
    String secret = "hidden-in-the-address"; // The user shows it to ps, no file and no line does.
    servers.put("hume", studio.keep(Services.start("hume", TIMES)));
    String key = servers.get("hume").key();
    List<String> to = new ArrayList<>(to("hume"));
    to.set(1, to.get(1) + "?access_token=" + secret); // As Hume lets browsers do.
    Launch run =
        studio
            .command("run", "--source", source.toString(), "--speed", "" + TIMES, "--verbose")
            .and("--session", SESSION)
            .and(to.toArray(String[]::new))
            .with(Map.of("HUME_API_KEY", key));
    Program program = studio.start("run", run);
    studio.awaitRecording(SESSION, program);
    Program status = studio.tapewire("status", "--json");
    assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
    assertEquals(0, status.awaitExit(Host.PROGRAM_BOUND), status.toString());
    assertEquals(List.of(), servers.get("hume").violations());
    Program replies = studio.tapewire("replies", SESSION, "--json");
    assertEquals(0, replies.awaitExit(Host.PROGRAM_BOUND), replies.toString());
    assertTrue(
        studio.session(SESSION).toString().contains("?access_token=***"),
        studio.session(SESSION).toString());
    assertEquals(List.of(), new KeySearch(secret).under(directory));
  }

  private List<String> to(String name) {
    String uri = name + "=" + servers.get(name).uri();
    return List.of("--to", uri, "--set", "pace=" + TIMES, "--set", "keep-alive-s=0.2");
  }

  /** {@return what {@code ps} shows of everything that runs} */
  private static String commandLines() throws IOException {
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path each : processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          lines.append(Files.readString(each.resolve("cmdline"))).append('\n');
        } catch (IOException gone) {
          lines.append('\n'); // It ended while we looked.
        }
      }
    }
    return lines.toString();
  }
}
