package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody is contacted but the destination, and no library speaks up, on any JDK here. */
class NoNoiseIT {
  private static final Path JDKS = Path.of("/usr/lib/jvm");
  private static final int OLDEST_JDK = 17;
  private static final int SECONDS = 2;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final Pattern ADDRESS =
      Pattern.compile("htons\\((\\d+)\\).*?(?:inet_addr\\(|AF_INET6, )\"(?:::ffff:)?([^\"]+)\"");
  private static final Pattern NOISE =
      Pattern.compile(
          "(?i)slf4j|chronicle|openhft|netty|okhttp|unsafe|deprecated|native access|analytics"
              + "|WARNING:|illegal|java\\.\\w+|exception|\\tat ");

  @TempDir Path directory;

  static Stream<Path> jdks() throws IOException {
    Set<Path> homes = new TreeSet<>();
    try (Stream<Path> found = Files.list(JDKS)) {
      for (Path home : found.toList()) {
        Path release = home.resolve("release");
        if (Files.isRegularFile(release) && version(release) >= OLDEST_JDK) {
          homes.add(home.toRealPath());
        }
      }
    }
    homes.add(Path.of(System.getProperty("java.home")).toRealPath());
    return homes.stream();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void contactsNobodyElseAndSaysNothingElse(Path jdk) throws Exception {
    Host.assumePython("websockets");
    Trace trace = new Trace(directory.resolve("run.trace"));
    try (Studio studio = new Studio(directory)) {
      AppendServer server = studio.appendServer(directory.resolve("heard.raw"), 0);
      Path file =
          Samples.voice(7, SECONDS * VirtualSoundCard.RATE_HZ)
              .writeWav(directory.resolve("speech.wav"));

      Program run =
          studio.start(
              "run",
              studio
                  .command(
                      "run", "--source", file.toString(), "--speed", "max", "--to", server.uri())
                  .with(Map.of("JAVA_HOME", jdk.toString()))
                  .under(trace.prefix("connect,sendto,sendmsg,sendmmsg")));
      int code = run.awaitExit(Host.PROGRAM_BOUND);

      Set<String> contacted = contacted(trace);
      String said = run.out() + run.err();
      Host.figure(
          this,
          "JDK %d: contacted %s, %d lines of output",
          version(jdk.resolve("release")),
          contacted,
          said.lines().count());
      assertEquals(0, code, run::toString);
      assertEquals(Set.of("127.0.0.1:" + server.port()), contacted);
      assertFalse(NOISE.matcher(said).find(), said);
    }
  }

  private static Set<String> contacted(Trace trace) throws IOException {
    Set<String> contacted = new TreeSet<>();
    for (Trace.Event event : trace.events()) {
      Matcher address = ADDRESS.matcher(event.arguments());
      while (address.find()) {
        contacted.add(address.group(2) + ":" + address.group(1));
      }
    }
    return contacted;
  }

  private static int version(Path release) throws IOException {
    Matcher version = VERSION.matcher(Files.readString(release));
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }
}
