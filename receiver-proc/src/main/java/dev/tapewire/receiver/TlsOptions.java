package dev.tapewire.receiver;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.receiver.link.TlsFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The files of a receiver that speaks TLS. A picocli mixin. */
final class TlsOptions {
  @Option(
      names = TlsFiles.CERTIFICATE_OPTION,
      paramLabel = "FILE",
      description = "speak TLS with the certificate and its chain in this PEM file")
  private Path certificate;

  @Option(
      names = TlsFiles.KEY_OPTION,
      paramLabel = "FILE",
      description = "PEM file of the certificate's private key; nobody else may read it")
  private Path key;

  @Option(
      names = TlsFiles.CLIENTS_OPTION,
      paramLabel = "FILE",
      description = "let in only clients with a certificate of an authority in this PEM file")
  private Path clients;

  /**
   * {@return the files, or null if TLS is not wanted}
   *
   * @throws TapewireException wrong usage: one without another
   */
  TlsFiles files() {
    if (certificate == null && key == null && clients == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw TapewireException.usage(
          "TLS needs both " + TlsFiles.CERTIFICATE_OPTION + " and " + TlsFiles.KEY_OPTION);
    }
    return new TlsFiles(certificate, key, clients);
  }
}
