package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a key comes from; it is never shown. A picocli mixin. */
public final class KeyOptions {
  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "environment variable that holds the key")
  private String variable;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "file that holds the key; nobody else may read it")
  private Path file;

  /** Makes them for picocli to fill. */
  public KeyOptions() {}

  /** Makes them of what was given elsewhere; either may be null. */
  public KeyOptions(String variable, Path file) {
    this.variable = variable;
    this.file = file;
  }

  /**
   * {@return the key, or null if there is none}
   *
   * @throws TapewireException wrong usage, naming the variable or file, never the key
   */
  public String key() {
    if (variable != null && file != null) {
      throw TapewireException.usage("--key-env and --key-file: give one of them");
    }
    if (variable != null) {
      return checked(System.getenv(variable), "--key-env " + variable);
    }
    return file == null ? null : checked(read(file), "--key-file " + file);
  }

  private static String read(Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        refuseIfShared(file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw TapewireException.usage("--key-file " + file + ": can't be read");
    }
  }

  private static void refuseIfShared(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      throw TapewireException.usage(
          "--key-file " + file + ": others can read it; run chmod 600 " + file);
    }
  }

  private static String checked(String key, String from) {
    if (key == null || key.isBlank()) {
      throw TapewireException.usage(from + ": holds no key");
    }
    String trimmed = key.strip();
    if (!trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw TapewireException.usage(from + ": a key is visible ASCII without spaces");
    }
    return trimmed;
  }
}
