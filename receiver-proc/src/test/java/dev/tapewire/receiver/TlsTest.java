package dev.tapewire.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.secret.PemCertificates;
import dev.tapewire.common.secret.PemIdentity;
import dev.tapewire.common.secret.SelfSigned;
import dev.tapewire.receiver.link.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver over TLS, with the JDK's client. */
@Timeout(60)
final class TlsTest {
  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Protocol: tapewire.v1\r\n\r\n";

  @TempDir private static Path made;
  private static SelfSigned first;
  private static SelfSigned other;

  @TempDir private Path directory;
  private SelfSigned own;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = SelfSigned.make(made, "first", "EC");
    other = SelfSigned.make(made, "other", "RSA");
  }

  @BeforeEach
  void takeCertificate() throws Exception {
    own = new SelfSigned(directory.resolve("own.pem"), directory.resolve("own.key"));
    replace(own.certificate(), first.certificate());
    replace(own.key(), first.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shakesHandsOverTls(String version) throws Exception {
    try (RunningReceiver receiver = start(null);
        SSLSocket socket = connect(receiver, null)) {
      socket.setEnabledProtocols(new String[] {version});

      assertEquals("HTTP/1.1 101 Switching Protocols", ask(socket));
      assertEquals(version, socket.getSession().getProtocol());
    }
  }

  @Test
  void refusesTlsThatIsTooOld() throws Exception {
    try (RunningReceiver receiver = start(null);
        SSLSocket socket = connect(receiver, null)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});

      assertThrows(SSLException.class, () -> ask(socket));
    }
  }

  @Test
  void answersNothingToWhoSpeaksNoTlsAndLogsIt() throws Exception {
    try (RunningReceiver receiver = start(null);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
      socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertFalse(answer.contains("HTTP"), answer);
      receiver.awaitLog("127.0.0.1:" + socket.getLocalPort() + ": refused: spoke no TLS");
    }
  }

  @Test
  void letsInOnlyWhoShowsACertificateWhereThatIsWanted() throws Exception {
    try (RunningReceiver receiver = start(other.certificate())) {
      try (SSLSocket socket = connect(receiver, other)) {
        assertEquals("HTTP/1.1 101 Switching Protocols", ask(socket));
      }
      try (SSLSocket socket = connect(receiver, null)) {
        assertThrows(IOException.class, () -> ask(socket));
      }
      try (SSLSocket socket = connect(receiver, first)) {
        assertThrows(IOException.class, () -> ask(socket));
      }
      receiver.awaitLog(": refused: TLS failed: ");
    }
  }

  @Test
  void usesARenewedCertificateWithoutARestart() throws Exception {
    X509Certificate before = PemCertificates.read("", own.certificate()).get(0);
    X509Certificate after = PemCertificates.read("", other.certificate()).get(0);
    try (RunningReceiver receiver = start(null)) {
      assertEquals(before, shown(receiver));
      replace(own.certificate(), other.certificate());
      assertEquals(before, shown(receiver), "used a certificate without its key");
      assertTrue(receiver.log().contains("going on with the certificate read before"));
      replace(own.key(), other.key());

      assertEquals(after, shown(receiver));
    }
  }

  @Test
  void refusesFilesOfNoUse() throws Exception {
    Files.writeString(own.key(), "no key");

    assertThrows(TapewireException.class, () -> start(null).close());
  }

  private static void replace(Path file, Path by) throws IOException {
    Files.copy(by, file.resolveSibling("new"), StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(
        file.resolveSibling("new"), PosixFilePermissions.fromString("rw-------"));
    Files.move(file.resolveSibling("new"), file, StandardCopyOption.ATOMIC_MOVE);
  }

  private RunningReceiver start(Path clients) throws IOException {
    TlsFiles files = new TlsFiles(own.certificate(), own.key(), clients);
    return new RunningReceiver(directory.resolve("received"), files);
  }

  private X509Certificate shown(RunningReceiver receiver) throws Exception {
    try (SSLSocket socket = connect(receiver, null)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String ask(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
    InputStreamReader in =
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
    return new BufferedReader(in).readLine();
  }

  private static SSLSocket connect(RunningReceiver receiver, SelfSigned client) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] identity = client == null ? null : identity(client);
    context.init(identity, new TrustManager[] {new Trusting()}, null);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return (SSLSocket) context.getSocketFactory().createSocket(loopback, receiver.port());
  }

  private static KeyManager[] identity(SelfSigned client) throws Exception {
    PemIdentity pem = PemIdentity.read("", client.certificate(), "", client.key());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", pem.key(), new char[0], pem.chain().toArray(new X509Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys.getKeyManagers();
  }

  /** Whom the client trusts is not what is tested here. */
  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
