package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.secret.SecretFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    String text = text();
    return text == null ? null : checked(text, from());
  }

  /**
   * {@return the keys, one a line, any of which opens; none if none were given}
   *
   * @throws TapewireException wrong usage, naming the variable or file, never a key
   */
  public List<String> keys() {
    String text = text();
    if (text == null) {
      return List.of();
    }
    checkNotBlank(text, from());
    return text.lines().filter(line -> !line.isBlank()).map(line -> checked(line, from())).toList();
  }

  /** {@return the options as they were written} */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (variable != null) {
      arguments.addAll(List.of("--key-env", variable));
    }
    if (file != null) {
      arguments.addAll(List.of("--key-file", file.toString()));
    }
    return arguments;
  }

  private String text() {
    if (variable != null && file != null) {
      throw TapewireException.usage("--key-env and --key-file: give one of them");
    }
    if (variable != null) {
      String value = System.getenv(variable);
      return value == null ? "" : value;
    }
    return file == null ? null : SecretFile.read("--key-file", file);
  }

  /** {@return the option that names the key, as it was written; empty: none was given} */
  public String source() {
    return variable == null && file == null ? "" : from();
  }

  private String from() {
    return variable != null ? "--key-env " + variable : "--key-file " + file;
  }

  private static void checkNotBlank(String text, String from) {
    if (text.isBlank()) {
      throw TapewireException.usage(from + ": holds no key");
    }
  }

  private static String checked(String key, String from) {
    checkNotBlank(key, from);
    String trimmed = key.strip();
    if (!trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw TapewireException.usage(from + ": a key is visible ASCII without spaces");
    }
    return trimmed;
  }
}
