package dev.tapewire.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line from a {@code --source} on, cut up: what belongs to each source, and the rest. Not
 * nested in {@link SourceSplitter}: a lambda whose class is nested in one that no class-data
 * archive takes, as none takes picocli's, crashes JDK 17. Confined to the main thread.
 */
final class SourceWords {
  static final String SOURCE = "--source";

  private final CommandSpec command;
  private final CommandSpec ofSource = CommandSpec.forAnnotatedObject(new SourceOptions());
  private final List<List<String>> sources = new ArrayList<>();
  private final List<String> rest = new ArrayList<>();

  /**
   * Cuts up {@code words}.
   *
   * @param command whose options they are
   */
  SourceWords(CommandSpec command, Deque<String> words) {
    this.command = command;
    Deque<String> left = new ArrayDeque<>(words);
    while (!left.isEmpty()) {
      take(left);
    }
  }

  /** {@return of each source its name and options} */
  List<List<String>> sources() {
    return sources;
  }

  /** {@return what belongs to none} */
  List<String> rest() {
    return rest;
  }

  private void take(Deque<String> left) {
    String word = left.pop();
    if (name(word).equals(SOURCE)) {
      sources.add(new ArrayList<>());
    }
    boolean itsOwn = ofSource.findOption(name(word)) != null;
    List<String> to = itsOwn ? sources.get(sources.size() - 1) : rest;
    to.add(word);
    OptionSpec option = command.findOption(word); // None if the value is attached to it.
    if (option != null && option.arity().min() > 0 && hasValue(left)) {
      to.add(left.pop());
    }
  }

  private boolean hasValue(Deque<String> left) {
    return !left.isEmpty() && command.findOption(name(left.peek())) == null;
  }

  private static String name(String word) {
    int end = word.indexOf('=');
    return end < 0 ? word : word.substring(0, end);
  }
}
