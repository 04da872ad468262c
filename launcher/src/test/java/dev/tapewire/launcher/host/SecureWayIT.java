package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.secret.SelfSigned;
import dev.tapewire.common.secret.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes over TLS both ways: all arrives, secrets stay secret, nothing goes to others. */
@Timeout(1800)
class SecureWayIT {
  private static final String KEY = TestKeys.of("correct-horse");
  private static final String PASSWORD = TestKeys.of("open-the-proxy-door");
  private static final String WRONG_PIN = "sha256/" + "A".repeat(43) + "=";

  @TempDir private Path directory;

  private Studio studio;
  private SelfSigned server;
  private SelfSigned client;
  private Path source;
  private byte[] pcm;

  @BeforeEach
  void open() throws Exception {
    studio = new Studio(directory);
    server = SelfSigned.make(directory, "server", "EC");
    client = SelfSigned.make(directory, "client", "RSA");
    source = directory.resolve("speech.wav");
    pcm = WavFile.write(source, new PcmFormat(8000, 1, Encoding.S16LE), 8000 * 4L, 1);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void allArrivesAndNeitherKeyNorPasswordShows() throws Exception {
    Host.assumePython();
    Path key = secret("key", KEY);
    Program receiver = receiver(key);
    String credentials = secret("proxy.credentials", "kim:" + PASSWORD).toString();
    Program proxy = studio.start("proxy", Launch.peer("connect_proxy.py", credentials));
    String proxyPort = proxy.await("listening (\\d+)", Host.START_BOUND);
    String to = "wss://localhost:" + port(receiver);

    Launch run =
        studio
            .command("run", "--source", source.toString(), "--session", "s", "--to", to)
            .and("--tls-ca", server.certificate().toString())
            .and("--tls-cert", client.certificate().toString())
            .and("--tls-key", client.key().toString(), "--key-file", key.toString())
            .and("--proxy", "http://kim@127.0.0.1:" + proxyPort, "--proxy-password-env", "PROXY_PW")
            .with(Map.of("PROXY_PW", PASSWORD));
    Program running = studio.start("run", run);
    proxy.await("connected localhost", Host.START_BOUND);
    assertTrue(commandLines(running).contains("--proxy-password-env"), "saw no command lines");
    assertKeepsSecrets(commandLines(running));
    assertKeepsSecrets(status());

    assertEquals(0, running.awaitExit(Host.PROGRAM_BOUND), running.toString());
    assertArrayEquals(pcm, WavFile.data(studio.received().resolve("s.wav")));
  }

  /** The receiver tells of every request that it can read: only who trusts anybody makes one. */
  @Test
  void whoIsNotTrustedIsSentNothing() throws Exception {
    Program receiver = receiver(secret("key", KEY));
    Program run = runToThree("tapewire=wss://localhost:" + port(receiver));
    run.await("s to .*/ca: .*certificate is not trusted: .*--tls-ca", Host.START_BOUND);
    run.await("s to .*/pin: .*not the one of --tls-pin, it is sha256/", Host.START_BOUND);
    run.await("s to .*/anybody: .*HTTP 403", Host.START_BOUND);
    receiver.await("HTTP 403: key wrong", Host.START_BOUND);

    String status = status();
    List<String> warned = status.lines().filter(l -> l.contains("NOT VERIFIED")).toList();
    assertEquals(1, warned.size(), status);
    assertTrue(warned.get(0).contains("/anybody"), status);
    assertEquals(3, run.stop(Host.PROGRAM_BOUND), run.toString());
    assertOneLine(run, "warning: .*not trusted");
    assertOneLine(run, "warning: .*--tls-pin");
    assertOneLine(run, "warning.*--tls-insecure: whoever answers");
    assertEquals(0, receiver.stop(Host.PROGRAM_BOUND));
    assertOneLine(receiver, "HTTP");
    assertFalse(receiver.err().contains("more like this"), receiver.err());
    for (JsonElement each : studio.session("s").getAsJsonArray("destinations")) {
      assertEquals(0, each.getAsJsonObject().get("sent_samples").getAsLong(), each.toString());
    }
  }

  /** Starts a run to one address by a wrong authority, a wrong pin, and without any check. */
  private Program runToThree(String to) throws Exception {
    String key = secret("key.other", TestKeys.of("not-for-this-receiver")).toString();
    String[] shown = {
      "--tls-cert",
      client.certificate().toString(),
      "--tls-key",
      client.key().toString(),
      "--key-file",
      key
    };
    Launch launch =
        studio
            .command("run", "--source", "tone", "--session", "s", "--drain", "1s")
            .and("--to", to + "/ca", "--tls-ca", client.certificate().toString())
            .and(shown)
            .and("--to", to + "/pin", "--tls-ca", server.certificate().toString())
            .and("--tls-pin", WRONG_PIN)
            .and(shown)
            .and("--to", to + "/anybody", "--tls-insecure")
            .and(shown);
    return studio.start("run", launch);
  }

  private Program receiver(Path keys) throws Exception {
    return studio.tapewire(
        "receive",
        "--listen",
        "127.0.0.1:0",
        "--out",
        studio.received().toString(),
        "--key-file",
        keys.toString(),
        "--tls-cert",
        server.certificate().toString(),
        "--tls-key",
        server.key().toString(),
        "--tls-client-ca",
        client.certificate().toString());
  }

  private static String port(Program receiver) throws Exception {
    return receiver.await("listening wss://127.0.0.1:(\\d+)", Host.START_BOUND);
  }

  private Path secret(String name, String content) throws Exception {
    return TestKeys.write(directory.resolve(name), content);
  }

  private String status() throws Exception {
    Program plain = studio.tapewire("status");
    Program json = studio.tapewire("status", "--json");
    assertEquals(0, plain.awaitExit(Host.PROGRAM_BOUND), plain.toString());
    assertEquals(0, json.awaitExit(Host.PROGRAM_BOUND), json.toString());
    assertTrue(JsonParser.parseString(json.out()).isJsonObject());
    return plain.out() + json.out();
  }

  /** {@return what {@code ps} shows of a program and all that it started} */
  private static String commandLines(Program program) throws Exception {
    ProcessHandle top = ProcessHandle.of(program.pid()).orElseThrow();
    StringBuilder lines = new StringBuilder();
    for (ProcessHandle each : Stream.concat(Stream.of(top), top.descendants()).toList()) {
      lines.append(Files.readString(Path.of("/proc/" + each.pid() + "/cmdline"))).append('\n');
    }
    return lines.toString();
  }

  private static void assertKeepsSecrets(String text) {
    assertFalse(text.contains(KEY) || text.contains(PASSWORD), text);
  }

  private static void assertOneLine(Program program, String pattern) {
    List<String> found =
        program.err().lines().filter(l -> l.matches(".*" + pattern + ".*")).toList();
    assertEquals(1, found.size(), program.toString());
  }
}
