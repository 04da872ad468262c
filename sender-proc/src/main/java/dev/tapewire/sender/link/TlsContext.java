package dev.tapewire.sender.link;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * What the JDK needs to act on a {@link TlsChoice}. Immutable.
 *
 * @param context makes the sockets
 * @param trust the same trust that is in the context
 */
record TlsContext(SSLContext context, X509TrustManager trust) {
  private static final char[] NO_PASSWORD = {}; // The store never leaves memory.

  static TlsContext of(TlsChoice choice) {
    try {
      X509TrustManager trust = choice.insecure() ? new TrustAll() : trusted(choice);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(choice), new TrustManager[] {trust}, null);
      return new TlsContext(context, trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read can't be used", e);
    }
  }

  private static X509TrustManager trusted(TlsChoice choice)
      throws GeneralSecurityException, IOException {
    KeyStore store = null; // The system's.
    if (!choice.authorities().isEmpty()) {
      store = emptyStore();
      for (X509Certificate authority : choice.authorities()) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static KeyManager[] identity(TlsChoice choice)
      throws GeneralSecurityException, IOException {
    if (choice.identity() == null) {
      return new KeyManager[0];
    }
    KeyStore store = emptyStore();
    Certificate[] chain = choice.identity().chain().toArray(new Certificate[0]);
    store.setKeyEntry("client", choice.identity().key(), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Verifies nothing: what {@code --tls-insecure} asks for. Immutable. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
