package dev.tapewire.launcher.run;

import dev.tapewire.common.cli.JoinConverter;
import dev.tapewire.common.cli.KeyOptions;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.ApproachOptions;
import dev.tapewire.sender.link.Approach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** One {@code --to} and what stands after it. Confined to the main thread. */
final class ToOptions {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "DEST",
      description = "[PROFILE=]URI or a service; may be repeated (default: a receiver of its own)")
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

  @ArgGroup(exclusive = false, heading = ApproachOptions.HEADING)
  private ApproachOptions approach = new ApproachOptions();

  /** {@return the destination as it was written} */
  String to() {
    return to;
  }

  /** {@return what it means; refuses now what the sender would refuse when all runs} */
  Destination destination() {
    Destination destination = approach.addressed(to);
    Approach unused = approach.approach(destination, new KeyOptions(keyEnv, keyFile));
    return destination;
  }

  /** {@return the options after it, as they were written} */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--key-env", keyEnv);
    add(arguments, "--key-file", keyFile);
    add(arguments, "--join", join);
    arguments.addAll(approach.arguments());
    return arguments;
  }

  private static void add(List<String> arguments, String name, Object value) {
    if (value != null) {
      arguments.add(name);
      arguments.add(value.toString());
    }
  }
}
