package dev.tapewire.common.cli;

/** A word of a command line that is shown to people, so that it can be pasted. */
public final class ShellWord {
  private ShellWord() {}

  /** {@return {@code word} as a POSIX shell reads it as one word} */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9._:/=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
