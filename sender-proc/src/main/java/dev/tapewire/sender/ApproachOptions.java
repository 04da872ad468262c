package dev.tapewire.sender;

import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.cli.KeyOptions;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.secret.PemCertificates;
import dev.tapewire.common.secret.PemIdentity;
import dev.tapewire.common.secret.SecretFile;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.link.Approach;
import dev.tapewire.sender.link.ProxyRoute;
import dev.tapewire.sender.link.ServiceChoice;
import dev.tapewire.sender.link.TlsChoice;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How one destination is reached: whom to trust, over which proxy. A picocli group. */
public final class ApproachOptions {
  /** Stands above them in the help. */
  public static final String HEADING = "%nTLS and proxy of a destination:%n";

  private static final String AUTHORIZATION = "Authorization";

  /** Whatever loads for longer is not loading. */
  private static final Duration START_WAIT_MAX = Duration.ofHours(1);

  private static final String PIN_PREFIX = "sha256/";
  private static final int PIN_BYTES = 32;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "trust these authorities (PEM) instead of the system's")
  private Path authorities;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "show this certificate, with its chain (PEM), to a server that asks")
  private Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "its private key (PEM); nobody else may read it")
  private Path key;

  @Option(
      names = "--tls-pin",
      paramLabel = "PIN",
      description = "trust, beside all else, only a chain with this key: sha256/BASE64; repeatable")
  private List<String> pins;

  @Option(names = "--tls-insecure", description = "verify NOTHING: anybody can be the server")
  private boolean insecure;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "go by http://[USER@]HOST:PORT (CONNECT, wss only) or socks5://[USER@]HOST:PORT")
  private String proxy;

  @Option(
      names = "--proxy-password-env",
      paramLabel = "NAME",
      description = "the proxy's password, in this environment variable")
  private String passwordVariable;

  @Option(
      names = "--proxy-password-file",
      paramLabel = "FILE",
      description = "the proxy's password, in this file; nobody else may read it")
  private Path passwordFile;

  @Option(
      names = "--start-wait",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description =
          "what a server may take to answer, and a service to be ready, before it is tried again;"
              + " each time twice as long (default: 8s, and 15s for a service)")
  private Duration startWait;

  @ArgGroup(exclusive = false, heading = ServiceOptions.HEADING)
  private ServiceOptions service = new ServiceOptions();

  /**
   * {@return the destination {@code to} with the settings that stand behind it}
   *
   * @throws TapewireException wrong usage, as of {@link Destination#parse}
   */
  public Destination addressed(String to) {
    Destination parsed = Destination.parse(to);
    if (!parsed.address().equals(parsed.name())) {
      throw TapewireException.usage(
          "--to " + parsed.name() + ": give the settings as options of their own, behind --to");
    }
    return parsed.isService() ? parsed.with(service.given()) : parsed;
  }

  /**
   * {@return what they say; every file is read}
   *
   * @throws TapewireException wrong usage, naming option and file, never a secret
   */
  public Approach approach(Destination destination, KeyOptions bearer) {
    boolean wss = destination.isSecure();
    boolean tls = authorities != null || certificate != null || key != null || pins != null;
    if ((tls || insecure) && !wss) {
      throw TapewireException.usage(
          "--tls-...: " + destination.name() + " does not speak TLS; give a wss address");
    }
    if (insecure && (authorities != null || pins != null)) {
      throw TapewireException.usage(
          "--tls-insecure verifies nothing, --tls-ca and --tls-pin do; drop one or the other");
    }
    if ((certificate == null) != (key == null)) {
      throw TapewireException.usage("--tls-cert and --tls-key: give both");
    }
    TlsChoice choice =
        new TlsChoice(
            authorities == null ? List.of() : PemCertificates.read("--tls-ca", authorities),
            key == null ? null : PemIdentity.read("--tls-cert", certificate, "--tls-key", key),
            pins == null ? List.of() : pins.stream().map(ApproachOptions::checkedPin).toList(),
            insecure);
    List<String> written = new ArrayList<>(bearer.arguments());
    written.addAll(arguments());
    ServiceChoice chosen = service.choice(destination, bearer);
    String secret = chosen == null ? bearer.key() : chosen.key().secret();
    checkUser(destination, chosen, secret);
    boolean fromFile = secret != null && bearer.arguments().contains("--key-file");
    return new Approach(
        secret, choice, route(wss), written, chosen, fromFile ? bearer::key : null, startNs());
  }

  private long startNs() {
    if (startWait == null) {
      return 0;
    }
    if (startWait.isZero() || startWait.compareTo(START_WAIT_MAX) > 0) {
      throw TapewireException.usage("--start-wait: write 1ms to 1h");
    }
    return startWait.toNanos();
  }

  /** Both would be the same header; a service's key may be elsewhere. */
  private static void checkUser(Destination destination, ServiceChoice chosen, String secret) {
    String header = chosen == null ? AUTHORIZATION : chosen.service().sheet().keyForm().header();
    if (destination.user() != null && secret != null && header.equals(AUTHORIZATION)) {
      throw TapewireException.usage(
          "--to "
              + destination.name()
              + ": give a user in the address or a key, not both; each is an Authorization header");
    }
  }

  private ProxyRoute route(boolean wss) {
    if (proxy == null) {
      if (passwordVariable != null || passwordFile != null) {
        throw TapewireException.usage("--proxy-password-...: there is no --proxy");
      }
      return null;
    }
    ProxyRoute route = ProxyRoute.parse(proxy, password());
    if (route.type() == Proxy.Type.HTTP && !wss) {
      throw TapewireException.usage(
          "--proxy " + proxy + ": an HTTP proxy carries wss alone; use wss, or a SOCKS proxy");
    }
    return route;
  }

  private String password() {
    if (passwordVariable != null && passwordFile != null) {
      throw TapewireException.usage(
          "--proxy-password-env and --proxy-password-file: give one of them");
    }
    if (passwordVariable != null) {
      String password = System.getenv(passwordVariable);
      if (password == null) {
        throw TapewireException.usage(
            "--proxy-password-env " + passwordVariable + ": there is no such variable");
      }
      return password;
    }
    return passwordFile == null
        ? null
        : SecretFile.read("--proxy-password-file", passwordFile).strip();
  }

  private static String checkedPin(String pin) {
    try {
      boolean right =
          pin.startsWith(PIN_PREFIX)
              && Base64.getDecoder().decode(pin.substring(PIN_PREFIX.length())).length == PIN_BYTES;
      if (right) {
        return pin;
      }
    } catch (IllegalArgumentException e) {
      throw notAPin(pin);
    }
    throw notAPin(pin);
  }

  private static TapewireException notAPin(String pin) {
    return TapewireException.usage(
        "--tls-pin "
            + pin
            + ": write sha256/ and the 44 characters of the SHA-256 of the public key in base64");
  }

  /** {@return the options as they were written} */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--tls-ca", authorities);
    add(arguments, "--tls-cert", certificate);
    add(arguments, "--tls-key", key);
    if (pins != null) {
      pins.forEach(pin -> add(arguments, "--tls-pin", pin));
    }
    if (insecure) {
      arguments.add("--tls-insecure");
    }
    add(arguments, "--proxy", proxy);
    add(arguments, "--proxy-password-env", passwordVariable);
    add(arguments, "--proxy-password-file", passwordFile);
    add(arguments, "--start-wait", startWait == null ? null : startWait.toMillis() + "ms");
    arguments.addAll(service.arguments());
    return arguments;
  }

  private static void add(List<String> arguments, String name, Object value) {
    if (value != null) {
      arguments.add(name);
      arguments.add(value.toString());
    }
  }
}
