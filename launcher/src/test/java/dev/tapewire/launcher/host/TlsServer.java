package dev.tapewire.launcher.host;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server on loopback with a certificate of its own making. Confined to the test. */
final class TlsServer implements Closeable {
  private static final String PASSWORD = "changeit";

  private final HttpsServer server;
  private final Path keys;

  private TlsServer(HttpsServer server, Path keys) {
    this.server = server;
    this.keys = keys;
  }

  /** Starts one whose certificate is for {@code name}. */
  static TlsServer start(Path directory, String name) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Launch.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "server",
            "-storetype",
            "PKCS12",
            "-keystore",
            keys.toString(),
            "-storepass",
            PASSWORD,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:" + name)
        .run(directory, "keytool");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    return new TlsServer(server, keys);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** {@return options that make a JVM trust the certificate, whose name is all that is wrong} */
  String trustOptions() {
    return "-Djavax.net.ssl.trustStore=" + keys + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
