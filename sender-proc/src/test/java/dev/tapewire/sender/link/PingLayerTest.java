package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.time.ManualClock;
import dev.tapewire.sender.delivery.Pings;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import okio.Buffer;
import okio.ByteString;
import okio.Sink;
import okio.Socket;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingLayerTest {
  private final Buffer up = new Buffer();
  private final Buffer down = new Buffer();
  private final Pings pings = new Pings();
  private final Socket layer =
      PingLayer.around(
          new Socket() {
            @Override
            public Source getSource() {
              return down;
            }

            @Override
            public Sink getSink() {
              return up;
            }

            @Override
            public void cancel() {}
          },
          pings,
          new Inbound(1000, new AtomicLong(), new ManualClock()));

  private void write(String hex) throws IOException {
    Buffer frames = new Buffer().write(ByteString.decodeHex(hex));
    layer.getSink().write(frames, frames.size());
    assertEquals(0, frames.size());
  }

  private String written() {
    return up.readByteString().hex();
  }

  @Test
  void anEmptyPingGetsItsMaskForAPayload() throws IOException {
    write("8980a1b2c3d4");
    assertEquals("8984a1b2c3d400000000", written());
    assertEquals(1, pings.sentCount());
    pings.came(0xa1b2c3d4);
    assertEquals(1, pings.answeredCount());
  }

  @Test
  void whatLooksLikeAPingInsideAMessageIsNone() throws IOException {
    String message = "8286" + "00000000" + "8980a1b2c3d4";
    write(message);
    assertEquals(message, written());
    write("82fe00c8" + "00000000");
    write("8980a1b2c3d4".repeat(33) + "8980"); // 200 bytes in a frame that came in pieces.
    written();
    assertEquals(0, pings.sentCount());
    write("8980a1b2c3d4" + "8180" + "00000000" + "8980a1b2c3d5");
    assertEquals("8984a1b2c3d4000000008180000000008984a1b2c3d500000000", written());
    assertEquals(2, pings.sentCount());
  }

  @Test
  void aMessageOfMoreThan64KiBIsPassedOn() throws IOException {
    write("82ff0000000000010002" + "00000000" + "8980".repeat(0x8001));
    assertEquals(14 + 0x10002, up.size());
    up.clear();
    write("8980a1b2c3d4");
    assertEquals("8984a1b2c3d400000000", written());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8192})
  void readsPongsInAnyPieces(long piece) throws IOException {
    pings.sent(0xa1b2c3d4);
    pings.sent(0xa1b2c3d5);
    pings.sent(0xa1b2c3d6);
    String all =
        "8a04a1b2c3d4"
            + "8a00" // Nobody asked for it.
            + "8103616263"
            + "8a0401020304" // Nor for it.
            + "8a05a1b2c3d5ff"
            + "827e00c8"
            + "8a04a1b2c3d6".repeat(33)
            + "0000"
            + "827f00000000000000048a04a1b2"
            + "8a04a1b2c3d5";
    down.write(ByteString.decodeHex(all));
    Buffer read = new Buffer();
    while (layer.getSource().read(read, piece) > 0) {
      // All of it.
    }
    assertEquals(all, read.readByteString().hex());
    assertEquals(2, pings.answeredCount());
    assertEquals(3, pings.unaskedCount());
  }
}
