package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.Destination;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SendSettingsTest {
  @Test
  void joiningFramesForOneThatIsNeverRawIsTold() {
    assertEquals("", told("raw=ws://there", 4096));
    assertEquals("", told("ws://there", 4096));
    assertEquals("", told("tapewire=ws://there", 0));
    assertEquals(
        "warning: --join is for raw; tapewire=ws://there has messages of its own size\n",
        told("tapewire=ws://there", 4096));
    assertEquals(
        "warning: --join is for raw; deepgram has messages of its own size\n",
        told("deepgram", 4096));
  }

  private static String told(String to, int joinBytesMax) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Destination destination = Destination.parse(to);
    new SendSettings(Path.of("tapes"), destination, null, null, joinBytesMax, 1)
        .warnIfUseless(new Log(out, Log.Detail.NORMAL, false));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
