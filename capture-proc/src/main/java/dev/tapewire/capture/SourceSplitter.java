package dev.tapewire.capture;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Gives each of several {@code --source} the options that stand after it. It comes when the first
 * one is met: if another follows, it takes what belongs to sources off the command line and leaves
 * the rest; if none does, nothing is changed. Confined to the main thread.
 */
final class SourceSplitter implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      Stack<String> args, CommandSpec command, ArgSpec source, Map<String, Object> told) {
    Deque<String> words = new ArrayDeque<>();
    args.forEach(words::push);
    words.push(SourceWords.SOURCE);
    SourceWords cut = new SourceWords(command, words);
    if (cut.sources().size() > 1) {
      all(command).take(cut.sources().stream().map(each -> parse(each, command)).toList());
      args.clear();
      args.add(cut.sources().get(0).get(1)); // Picocli goes on with the value of the first.
      args.addAll(cut.rest());
      Collections.reverse(args);
    }
    return false;
  }

  private static SourceOptions all(CommandSpec command) {
    return command.mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(SourceOptions.class::isInstance)
        .map(SourceOptions.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static SourceOptions parse(List<String> arguments, CommandSpec command) {
    SourceOptions source = new SourceOptions();
    try {
      new CommandLine(source).setExpandAtFiles(false).parseArgs(arguments.toArray(String[]::new));
      return source;
    } catch (ParameterException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e.getCause());
    }
  }
}
