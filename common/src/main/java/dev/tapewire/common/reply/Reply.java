package dev.tapewire.common.reply;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Locale;

/**
 * One message of a service, and the stretch of the session's tape that it speaks of. Immutable.
 *
 * @param atEpochNs when it came, UTC ns since 1970
 * @param link counts the links with this destination over all processes, from 0
 * @param kind what it is
 * @param from the position on the session's tape where what it speaks of begins
 * @param until the position where that ends
 * @param text what was said, of a partial or a final; null otherwise
 * @param words of the text with their positions; empty where the service does not tell them
 * @param audio where the message has audio that the service speaks; null unless it has
 * @param message as it came; a string if it was no JSON; null: there was none
 */
public record Reply(
    long atEpochNs,
    long link,
    Kind kind,
    long from,
    long until,
    String text,
    List<Word> words,
    SpokenAudio audio,
    JsonElement message) {
  /** What a reply is. */
  public enum Kind {
    /** A link began; {@code from} is where its audio begins. */
    OPENED,
    /** Text that a later reply of the same stretch replaces. */
    PARTIAL,
    /** Text that stands. */
    FINAL,
    /** Anything else that the service said. */
    EVENT,
    /** Audio that the service speaks. */
    AUDIO,
    /** The service refuses or complains. */
    ERROR,
    /** A link ended. */
    CLOSED;

    /** {@return the name on the tape and in JSON} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the list; null is no words. */
  public Reply {
    words = words == null ? List.of() : List.copyOf(words);
  }

  /** A reply without text and audio. */
  public Reply(long atEpochNs, long link, Kind kind, long from, long until, JsonElement message) {
    this(atEpochNs, link, kind, from, until, null, List.of(), null, message);
  }
}
