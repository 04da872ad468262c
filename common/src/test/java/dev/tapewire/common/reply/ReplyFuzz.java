package dev.tapewire.common.reply;

import dev.tapewire.common.record.CorruptRecordException;
import java.nio.charset.StandardCharsets;

/** Any text as a reply on a tape: refused as corrupt, or what is read can be written and read. */
public final class ReplyFuzz {
  private ReplyFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Reply reply;
    try {
      reply = ReplyJson.decode(new String(bytes, StandardCharsets.UTF_8));
    } catch (CorruptRecordException e) {
      return;
    }
    String written = ReplyJson.encode(reply);
    if (!ReplyJson.encode(ReplyJson.decode(written)).equals(written)) {
      throw new AssertionError("not read as written: " + written);
    }
  }
}
