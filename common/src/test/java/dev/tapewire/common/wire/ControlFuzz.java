package dev.tapewire.common.wire;

import dev.tapewire.common.fuzz.Input;
import java.nio.charset.StandardCharsets;

/** Any text as a control message: refused, passed over, or the same when written again. */
public final class ControlFuzz {
  private static final int MEMBERS_MAX = 10;

  private static final String[] NAMES = {
    "type",
    "next",
    "digest",
    "incarnation",
    "from",
    "session",
    "delivery",
    "rate",
    "channels",
    "encoding",
    "first",
    "first_position",
    "message_bytes_max",
    "protocol"
  };

  private static final String[] WORDS = {
    "greeting",
    "hello",
    "welcome",
    "rewind",
    "ack",
    "end",
    "complete",
    "here",
    "checkpoint",
    "s16le"
  };

  private ControlFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    String text = input.flag() ? new String(input.rest(), StandardCharsets.UTF_8) : made(input);
    Control message;
    try {
      message = ControlCodec.decode(text);
    } catch (WireException e) {
      return;
    }
    if (message != null && !ControlCodec.decode(ControlCodec.encode(message)).equals(message)) {
      throw new AssertionError(message + " is another message when written again");
    }
  }

  /** Any bytes are hardly ever JSON; members of messages in any order, with any values, are. */
  private static String made(Input input) {
    StringBuilder json = new StringBuilder("{\"type\":").append(value(input));
    for (int i = input.below(MEMBERS_MAX); i > 0; i--) {
      json.append(",\"").append(NAMES[input.below(NAMES.length)]).append("\":");
      json.append(value(input));
    }
    return json.append(input.below(16) == 15 ? "" : "}").toString();
  }

  private static String value(Input input) {
    int kind = input.below(16);
    if (kind < 6) {
      return '"' + WORDS[input.below(WORDS.length)] + '"';
    } else if (kind < 9) {
      return Long.toString(input.number());
    } else if (kind < 12) {
      return '"' + "0123456789abcdef".substring(input.below(16)).repeat(input.below(8)) + '"';
    } else if (kind < 14) {
      return '"' + "f0".repeat(kind == 12 ? 32 : 16) + '"';
    }
    return input.text();
  }
}
