package dev.tapewire.common.log;

import java.util.Locale;

/**
 * Text from outside for a line of ours: a terminal would take some of it for orders, and a line end
 * in it would let somebody else write our lines. Safe for use by any thread.
 */
public final class Printable {
  /** Nobody reads more of one line, and a terminal that got it would scroll all else away. */
  static final int LINE_CHARS_MAX = 16 * 1024;

  private Printable() {}

  /** {@return {@code text} with a question mark for each character that is not printable ASCII} */
  public static String ascii(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  /**
   * {@return {@code text} as one line: letters and signs of any script stay, a tab is a space; line
   * ends, what moves the cursor, and what turns the direction of writing round, so that a line
   * seems to say something else, is a question mark each}
   */
  public static String line(String text) {
    int length = Math.min(text.length(), LINE_CHARS_MAX);
    int at = 0;
    while (at < length && text.charAt(at) >= ' ' && text.charAt(at) <= '~') {
      at++; // Nearly every line is plain from end to end.
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder line = new StringBuilder(length).append(text, 0, at);
    while (at < length) {
      int c = text.codePointAt(at);
      if (c == '\t') {
        line.append(' ');
      } else if (isShown(c)) {
        line.appendCodePoint(c);
      } else {
        line.append('?');
      }
      at += Character.charCount(c);
    }
    return text.length() > LINE_CHARS_MAX ? line + "..." : line.toString();
  }

  /**
   * {@return {@code json}, one document, with {@code \\u} for each character that {@link #line}
   * would not show: it says the same to a program, and nothing to a terminal}
   */
  public static String json(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean half = Character.isSurrogate(c);
      if (c == '\n' || half || isShown(c)) {
        safe.append(c);
      } else {
        safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return safe.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
