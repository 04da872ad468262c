package dev.tapewire.common.wire;

import java.nio.charset.StandardCharsets;

/** Any text as a control message: refused, passed over, or the same when written again. */
public final class ControlFuzz {
  private ControlFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Control message;
    try {
      message = ControlCodec.decode(new String(bytes, StandardCharsets.UTF_8));
    } catch (WireException e) {
      return;
    }
    if (message != null && !ControlCodec.decode(ControlCodec.encode(message)).equals(message)) {
      throw new AssertionError(message + " is another message when written again");
    }
  }
}
