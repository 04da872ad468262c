package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.cli.KeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.link.Approach;
import dev.tapewire.sender.link.ProxyRoute;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ApproachOptionsTest {
  private static final String PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir Path directory;

  @Test
  void readsFilesAndSaysThemAgain() throws IOException {
    HeldCertificate held = new HeldCertificate.Builder().build();
    String authority = file("ca.pem", held.certificatePem(), "rw-r--r--");
    String key = file("key.pem", held.privateKeyPkcs8Pem(), "rw-------");
    String password = file("password", "sesame\n", "rw-------");
    String[] words = {
      "--tls-ca",
      authority,
      "--tls-cert",
      authority,
      "--tls-key",
      key,
      "--tls-pin",
      PIN,
      "--proxy",
      "socks5://ann@proxy.example:1080",
      "--proxy-password-file",
      password
    };
    Approach approach = approach("wss://h", words);
    assertEquals(List.of(held.certificate()), approach.tls().authorities());
    assertEquals(held.keyPair().getPrivate(), approach.tls().identity().key());
    assertEquals(List.of(PIN), approach.tls().pins());
    assertEquals(
        new ProxyRoute(Proxy.Type.SOCKS, "proxy.example", 1080, "ann", "sesame"), approach.proxy());
    assertEquals(List.of(words), approach.options());
    assertFalse(approach.toString().contains("sesame"));
    assertFalse(approach.proxy().toString().contains("sesame"));
  }

  @Test
  void readsTheKeyAgainForEachAttemptAndKeepsTheLastThatCouldBeRead() throws IOException {
    String file = file("token", "old\n", "rw-------");
    Destination to = Destination.parse("raw=ws://h");
    Approach approach = new ApproachOptions().approach(to, new KeyOptions(null, Path.of(file)));
    assertEquals("old", approach.freshKey());
    Files.writeString(Path.of(file), "new\n");
    assertEquals("new", approach.freshKey());
    Files.delete(Path.of(file));
    assertEquals("old", approach.freshKey());
  }

  @Test
  void refusesAKeyThatOthersCanRead() throws IOException {
    HeldCertificate held = new HeldCertificate.Builder().build();
    String certificate = file("cert.pem", held.certificatePem(), "rw-r--r--");
    String key = file("key.pem", held.privateKeyPkcs8Pem(), "rw-r--r--");
    String told = refused("wss://h", "--tls-cert", certificate, "--tls-key", key);
    assertTrue(told.contains("others can read it"), told);
  }

  @Test
  void refusesAPasswordThatOthersCanRead() throws IOException {
    String file = file("password", "sesame", "rw----r--");
    String told = refused("ws://h", "--proxy", "socks5://ann@p:1", "--proxy-password-file", file);
    assertTrue(told.contains("others can read it"), told);
    assertFalse(told.contains("sesame"), told);
  }

  @ParameterizedTest
  @CsvSource({
    "ws://h, --tls-insecure, does not speak TLS",
    "ws://h, --tls-pin=" + PIN + ", does not speak TLS",
    "wss://h, --tls-insecure --tls-pin=" + PIN + ", drop one or the other",
    "wss://h, --tls-pin=sha256/short, write sha256/",
    "wss://h, --tls-pin=sha1/AAAA, write sha256/",
    "wss://h, --tls-cert=a.pem, give both",
    "wss://h, --tls-ca=missing.pem, can't be read",
    "ws://h, --proxy=http://p:8080, use wss",
    "wss://h, --proxy=http://p, use http://[USER@]HOST:PORT",
    "wss://h, --proxy=https://p:1, use http://[USER@]HOST:PORT",
    "wss://h, --proxy=p:8080, use http://[USER@]HOST:PORT",
    "wss://h, --proxy=http://p:1/path, use http://[USER@]HOST:PORT",
    "wss://h, --proxy=http://u:sesame@p:1, --proxy-password-env",
    "wss://h, --proxy=http://u:ses ame@p:1, not a URI",
    "wss://h, --proxy-password-env=X, there is no --proxy",
    "wss://h, --proxy=http://u@p:1 --proxy-password-env=NOT_SET_ANYWHERE, no such variable",
  })
  void refusesWhatContradictsItselfInOneLine(String to, String words, String reason) {
    String told = refused(to, words.contains("ses ame") ? new String[] {words} : words.split(" "));
    assertTrue(told.contains(reason), told);
    assertEquals(1, told.lines().count());
    assertFalse(told.contains("sesame") || told.contains("ses ame"), told);
  }

  @Test
  void saysNothingOfItsOwn() {
    Approach approach = approach("ws://h");
    assertEquals(List.of(), approach.options());
    assertNull(approach.proxy());
  }

  private String refused(String to, String... words) {
    TapewireException e = assertThrows(TapewireException.class, () -> approach(to, words));
    assertEquals(ExitCode.USAGE, e.exitCode());
    return e.getMessage();
  }

  private static Approach approach(String to, String... words) {
    DestinationOptions options = new DestinationOptions();
    List<String> line = new ArrayList<>(List.of("--to", to));
    line.addAll(List.of(words));
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
    spec.addMixin("to", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    new CommandLine(spec).parseArgs(line.toArray(String[]::new));
    return options.approach(Destination.parse(to));
  }

  private String file(String name, String text, String permissions) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file.toString();
  }
}
