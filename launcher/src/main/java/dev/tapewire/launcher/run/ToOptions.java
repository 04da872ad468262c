package dev.tapewire.launcher.run;

import dev.tapewire.common.cli.JoinConverter;
import dev.tapewire.common.cli.KeyOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** One {@code --to} and what stands after it. Confined to the main thread. */
final class ToOptions {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "DEST",
      description = "[PROFILE=]URI; may be repeated (default: a receiver of its own)")
  private String to;

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "its key, in this environment variable")
  private String keyEnv;

  @Option(names = "--key-file", paramLabel = "FILE", description = "its key, in this file")
  private Path keyFile;

  @Option(
      names = "--join",
      paramLabel = "BYTES",
      converter = JoinConverter.class,
      description = "raw only: join frames up to this size while catching up")
  private Integer join;

  /** {@return the destination as it was written} */
  String to() {
    return to;
  }

  /** Refuses now what the sender would refuse when all runs. */
  void check() {
    new KeyOptions(keyEnv, keyFile).key();
  }

  /** {@return the options after it, as they were written} */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--key-env", keyEnv);
    add(arguments, "--key-file", keyFile);
    add(arguments, "--join", join);
    return arguments;
  }

  private static void add(List<String> arguments, String name, Object value) {
    if (value != null) {
      arguments.add(name);
      arguments.add(value.toString());
    }
  }
}
