package dev.tapewire.receiver.link;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.secret.PemCertificates;
import dev.tapewire.common.secret.PemIdentity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Gives each handshake the certificate that stands in the files at that time, so that a renewed one
 * is used without a restart. Confined to the network's thread.
 */
final class TlsKeeper implements AutoCloseable {
  /** A handshake is a millisecond of arithmetic, which must not hold up those who send audio. */
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("tls", true));

  private final TlsFiles files;
  private final Log log;
  private List<Object> seen;
  private SslContext context;

  /**
   * Reads the files.
   *
   * @throws TapewireException wrong usage, naming the file that is of no use
   */
  TlsKeeper(TlsFiles files, Log log) {
    this.files = files;
    this.log = log;
    this.seen = marks();
    this.context = read();
  }

  /** {@return the handler that does TLS on a new connection} */
  SslHandler handler(ByteBufAllocator allocator) {
    SslHandler handler = context().newHandler(allocator, thread);
    handler.setHandshakeTimeoutMillis(0); // The limit on the whole handshake holds.
    return handler;
  }

  /** Lets go of the thread. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private SslContext context() {
    List<Object> marks = marks();
    if (!marks.equals(seen)) {
      seen = marks;
      try {
        context = read();
        log.info("certificate read again from " + files.certificate());
      } catch (TapewireException e) {
        // In the middle of a renewal the one is new and the other old; they change once more.
        log.warn(e.getMessage() + "; going on with the certificate read before");
      }
    }
    return context;
  }

  private SslContext read() {
    PemIdentity identity =
        PemIdentity.read(
            TlsFiles.CERTIFICATE_OPTION, files.certificate(), TlsFiles.KEY_OPTION, files.key());
    tellIfNotValid(identity.chain().get(0));
    SslContextBuilder builder =
        SslContextBuilder.forServer(identity.key(), identity.chain())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2");
    if (files.clientAuthorities() != null) {
      builder
          .clientAuth(ClientAuth.REQUIRE)
          .trustManager(PemCertificates.read(TlsFiles.CLIENTS_OPTION, files.clientAuthorities()));
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw TapewireException.usage(
          TlsFiles.CERTIFICATE_OPTION + " " + files.certificate() + ": " + IoReason.of(e));
    }
  }

  private void tellIfNotValid(X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      log.warn(
          TlsFiles.CERTIFICATE_OPTION
              + " "
              + files.certificate()
              + ": valid from "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", not now; clients will refuse it");
    }
  }

  /** {@return what tells whether a file is another one; nothing of its content} */
  private List<Object> marks() {
    List<Object> marks = new ArrayList<>();
    Stream.of(files.certificate(), files.key(), files.clientAuthorities())
        .filter(Objects::nonNull)
        .forEach(file -> marks.add(mark(file)));
    return marks;
  }

  private static Object mark(Path file) {
    try {
      BasicFileAttributes at = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(at.lastModifiedTime(), at.size(), String.valueOf(at.fileKey()));
    } catch (IOException e) {
      return "can't be read";
    }
  }
}
