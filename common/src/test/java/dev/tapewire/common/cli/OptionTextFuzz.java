package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import picocli.CommandLine.TypeConversionException;

/** Any text as the value of an option, or as a session's name: taken, or refused as wrong usage. */
public final class OptionTextFuzz {
  private OptionTextFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    int kind = input.below(5);
    // No operating system hands over a NUL in an argument.
    String text = new String(input.rest(), java.nio.charset.StandardCharsets.UTF_8);
    String value = text.replace("\0", "");
    try {
      switch (kind) {
        case 0 -> new DurationConverter().convert(value);
        case 1 -> new JoinConverter().convert(value);
        case 2 -> new SessionTime.Converter().convert(value).position(384_000);
        case 3 -> destination(value);
        default -> session(value);
      }
    } catch (TypeConversionException | TapewireException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a word", e);
      }
    }
  }

  private static void destination(String value) {
    Destination destination = Destination.parse(value);
    if (destination.key().length() != 16) {
      throw new AssertionError("key " + destination.key());
    }
  }

  private static void session(String value) {
    if (SessionId.isValid(value)
        && (value.contains("/") || value.startsWith(".") || value.length() > 80)) {
      throw new AssertionError("a session may not be called " + value);
    }
  }
}
