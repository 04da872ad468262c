package dev.tapewire.launcher.run;

/** How much of a terminal's line a text takes. Safe for use by any thread. */
final class Width {
  private static final String CUT = "..";

  private Width() {}

  /** {@return the columns that {@code text} takes} */
  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  /**
   * {@return {@code name} in at most {@code columns}: its beginning and its end, as it needs both}
   */
  static String shortened(String name, int columns) {
    if (of(name) <= columns) {
      return name;
    }
    int tail = (columns - CUT.length()) / 2;
    int head = columns - CUT.length() - tail;
    return head(name, head) + CUT + new StringBuilder(head(reversed(name), tail)).reverse();
  }

  /** {@return as much of the beginning of {@code text} as {@code columns} take} */
  static String head(String text, int columns) {
    int taken = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      taken += of(c);
      if (taken > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** Scripts of East Asia and pictures take two columns each, marks on a letter none. */
  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
