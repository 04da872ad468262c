package dev.tapewire.launcher.replies;

import java.util.ArrayList;
import java.util.List;

/** Fills the rows of a subtitle with pieces of text. Confined to one thread. */
final class Rows {
  /** What a reader takes in at a glance, and every player shows. */
  static final int CHARS_MAX = 42;

  static final int ROWS_MAX = 2;

  private final List<StringBuilder> rows = new ArrayList<>();

  /** {@return whether the piece, at most {@link #CHARS_MAX} long, was added: it fits} */
  boolean add(String piece) {
    StringBuilder last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
    if (last != null && length(last + piece) <= CHARS_MAX) {
      last.append(piece);
      return true;
    }
    if (rows.size() == ROWS_MAX) {
      return false;
    }
    rows.add(new StringBuilder(piece));
    return true;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<String> text() {
    return rows.stream().map(row -> row.toString().strip()).filter(row -> !row.isEmpty()).toList();
  }

  /** {@return the characters of a row of this text, without the spaces at its ends} */
  static int length(String text) {
    return text.strip().codePointCount(0, text.strip().length());
  }
}
