package dev.tapewire.sender;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a live frame's early leave may cost. Confined to the main thread. */
public final class LatencyOptions {
  /** What the sender does while it waits for a frame. */
  private enum Level {
    /** It sleeps until one is rung for. */
    NORMAL,

    /** It looks at the tape without a pause. */
    LOWEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--latency",
      paramLabel = "LEVEL",
      defaultValue = "normal",
      converter = Converter.class,
      description = "normal, or lowest: live frames leave sooner, for a whole core a sender")
  private Level level = Level.NORMAL;

  /** Takes the levels as they are told. Confined to the main thread. */
  private static final class Converter implements ITypeConverter<Level> {
    @Override
    public Level convert(String value) {
      for (Level level : Level.values()) {
        if (level.toString().equals(value)) {
          return level;
        }
      }
      throw new TypeConversionException("'" + value + "' is no latency; give normal or lowest");
    }
  }

  /** {@return whether a core may be spent} */
  boolean spins() {
    return level == Level.LOWEST;
  }

  /** {@return the options that say the same on a command line} */
  public List<String> arguments() {
    return level == Level.NORMAL ? List.of() : List.of("--latency", level.toString());
  }
}
