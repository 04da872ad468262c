package dev.tapewire.capture;

import dev.tapewire.capture.soundfile.SoundFileFuzz;
import dev.tapewire.common.fuzz.Rounds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Each fuzz target with a few inputs; docs/testing.md has the command that searches. */
class FuzzTargetsTest {
  @Test
  void soundFiles() {
    Rounds.run(SoundFileFuzz::fuzzerTestOneInput, wav(), aiff(), au());
  }

  private static byte[] wav() {
    ByteBuffer out = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    put(out, "RIFF").putInt(52);
    put(put(out, "WAVE"), "fmt ").putInt(16).putShort((short) 1).putShort((short) 2);
    out.putInt(8000).putInt(32_000).putShort((short) 4).putShort((short) 16);
    put(out, "data").putInt(16);
    return out.array();
  }

  private static byte[] aiff() {
    ByteBuffer out = ByteBuffer.allocate(70);
    put(out, "FORM").putInt(62);
    put(put(out, "AIFF"), "COMM").putInt(18).putShort((short) 1).putInt(8).putShort((short) 16);
    out.put(new byte[] {0x40, 0x0e, (byte) 0xac, 0x44, 0, 0, 0, 0, 0, 0});
    put(out, "SSND").putInt(24).putInt(0).putInt(0);
    return out.array();
  }

  private static byte[] au() {
    ByteBuffer out = ByteBuffer.allocate(40);
    put(out, ".snd").putInt(24).putInt(16).putInt(3).putInt(8000).putInt(1);
    return out.array();
  }

  private static ByteBuffer put(ByteBuffer out, String tag) {
    return out.put(tag.getBytes(StandardCharsets.US_ASCII));
  }
}
