package dev.tapewire.launcher.replies;

import dev.tapewire.common.log.Printable;

/** Text of a service for one line of ours. Safe for use by any thread. */
final class Plain {
  private Plain() {}

  /** {@return the text without line ends and what a terminal would take for orders} */
  static String of(String text) {
    return Printable.line(text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\s]+", " "));
  }
}
