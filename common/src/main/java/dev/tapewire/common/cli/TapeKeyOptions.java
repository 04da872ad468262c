package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.secret.TapeKey;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the key of sealed sessions comes from; it is never shown. A picocli mixin. */
public final class TapeKeyOptions {
  @Option(
      names = TapeKey.OPTION,
      paramLabel = "FILE",
      description = "key that seals the tape; make one: (umask 077; openssl rand -hex 32 > FILE)")
  private Path file;

  /**
   * {@return the key, or null if none was given}
   *
   * @throws TapewireException wrong usage, naming the file, never the key
   */
  public TapeKey key() {
    return file == null ? null : TapeKey.read(file);
  }
}
