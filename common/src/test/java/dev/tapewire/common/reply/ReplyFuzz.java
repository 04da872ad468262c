package dev.tapewire.common.reply;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.record.CorruptRecordException;
import java.nio.charset.StandardCharsets;

/**
 * Any text as a reply on a tape, and JSON that is nearly one: refused as corrupt, or what is read
 * can be written and read again.
 */
public final class ReplyFuzz {
  private static final String[] NAMES = {
    "at_ns", "link", "kind", "from", "until", "text", "words", "audio", "message"
  };

  private static final String[] VALUES = {
    "\"final\"",
    "\"audio\"",
    "[{\"text\":\"a\",\"from\":1,\"until\":2}]",
    "[{\"text\":\"a\",\"from\":1}]",
    "{\"pointer\":\"/a\",\"rate\":8000,\"encoding\":\"wav\"}",
    "{\"pointer\":null,\"rate\":\"x\"}",
    "null",
    "[[],{}]",
    "1e999",
    "-9223372036854775809",
    "true",
    "NaN"
  };

  private ReplyFuzz() {}

  /** An odd octet first: what follows is the text. Else each field has what the input chooses. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    String text = input.flag() ? new String(input.rest(), StandardCharsets.UTF_8) : nearly(input);
    Reply reply;
    try {
      reply = ReplyJson.decode(text);
    } catch (CorruptRecordException e) {
      return;
    }
    String written = ReplyJson.encode(reply);
    if (!ReplyJson.encode(ReplyJson.decode(written)).equals(written)) {
      throw new AssertionError("not read as written: " + written);
    }
  }

  private static String nearly(Input input) {
    StringBuilder json = new StringBuilder("{");
    for (String name : NAMES) {
      int choice = input.octet();
      if (choice < 16) {
        continue;
      }
      json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
      if (choice < 128) {
        json.append(input.number());
      } else {
        json.append(VALUES[choice % VALUES.length]);
      }
    }
    return json.append('}').toString();
  }
}
