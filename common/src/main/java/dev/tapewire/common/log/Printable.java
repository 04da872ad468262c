package dev.tapewire.common.log;

/** Text from outside for a line of ours: a terminal would take some bytes for orders. */
public final class Printable {
  private Printable() {}

  /** {@return {@code text} with a question mark for each character that is not printable ASCII} */
  public static String ascii(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
