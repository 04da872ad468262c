package dev.tapewire.capture;

/** What {@code --source} can name. Immutable. */
public enum SourceKind {
  /** An audio input: {@code mic} or {@code mic:NAME}. */
  MIC,
  /** The test tone: {@code tone}. */
  TONE,
  /** Raw PCM on standard input: {@code -}. */
  STDIN,
  /** Raw PCM on a command's standard output: {@code cmd:COMMAND}. */
  COMMAND,
  /** A sound file: anything else. */
  FILE;

  static final String MIC_PREFIX = "mic:";
  static final String COMMAND_PREFIX = "cmd:";

  /** {@return what {@code source} names} */
  public static SourceKind of(String source) {
    if (source.equals("mic") || source.startsWith(MIC_PREFIX)) {
      return MIC;
    }
    if (source.startsWith(COMMAND_PREFIX)) {
      return COMMAND;
    }
    return switch (source) {
      case "tone" -> TONE;
      case "-" -> STDIN;
      default -> FILE;
    };
  }

  /** {@return whether the samples come through a pipe that can outlive this process} */
  public boolean isPipe() {
    return this == STDIN || this == COMMAND;
  }
}
