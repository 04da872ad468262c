package dev.tapewire.common.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The golden bytes were made by another program from the table of docs/protocol.md. */
class RecordCodecTest {
  private static final SessionHeader HEADER =
      new SessionHeader(
          "s",
          "000102030405060708090a0b0c0d0e0f",
          new PcmFormat(8000, 1, Encoding.S16LE),
          "tone",
          "h",
          1_790_000_000_000_000_000L,
          4,
          0,
          List.of("ws://a"));

  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordView view = new RecordView();

  @Test
  void aHeaderIsTheseBytes() throws IOException {
    byte[] golden = golden("header");
    assertArrayEquals(golden, encoded(encoder.header(0, 0, HEADER)));
    view.wrap(golden, 0, golden.length);
    assertTrue(view.is(RecordKind.HEADER));
    assertEquals(HEADER, view.header());
  }

  @Test
  void aFrameIsTheseBytes() throws IOException {
    byte[] golden = golden("frame");
    byte[] pcm = {0, 1, 2, 3, 4, 5, 6, 7};
    FrameStamp stamp = new FrameStamp(1, 0, 0, 123_456_789);
    assertArrayEquals(golden, encoded(encoder.frame(stamp, 4, pcm, 0, 8)));
    view.wrap(golden, 0, golden.length);
    assertEquals(1, view.number());
    assertEquals(4, view.endPosition());
    assertEquals(123_456_789, view.frameCapturedNs());
    assertEquals(8, view.framePcmLength());
    assertFalse(view.skippable());
  }

  @Test
  void aGapIsTheseBytes() throws IOException {
    byte[] golden = golden("gap");
    assertArrayEquals(golden, encoded(encoder.gap(2, 4, 1000, GapReason.OVERRUN)));
    view.wrap(golden, 0, golden.length);
    assertEquals(1004, view.endPosition());
    assertEquals(GapReason.OVERRUN, view.gapReason());
  }

  @Test
  void anAnchorIsTheseBytes() throws IOException {
    byte[] golden = golden("anchor");
    Anchor anchor = new Anchor(1004, 1_790_000_000_125_500_000L, 987_654_321);
    assertArrayEquals(golden, encoded(encoder.anchor(3, 1004, anchor)));
    view.wrap(golden, 0, golden.length);
    assertTrue(view.skippable());
    assertEquals(anchor.epochNs(), view.anchorEpochNs());
    assertEquals(anchor.monotonicNs(), view.anchorMonotonicNs());
  }

  @Test
  void anAddressIsTheseBytes() throws IOException {
    byte[] golden = golden("address");
    assertArrayEquals(golden, encoded(encoder.address(4, 1004, "ws://host/path")));
    assertEquals("ws://host/path", view.wrap(golden, 0, golden.length).address());
  }

  @Test
  void anEndIsTheseBytes() throws IOException {
    byte[] golden = golden("end");
    assertArrayEquals(golden, encoded(encoder.end(5, 1004, 1, 1000)));
    view.wrap(golden, 0, golden.length);
    assertEquals(1, view.endFrames());
    assertEquals(1000, view.endLostSamples());
  }

  @Test
  void anyFlippedBitIsNoticed() throws IOException {
    for (String name : List.of("header", "frame", "gap", "anchor", "address", "end")) {
      byte[] bytes = golden(name);
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThrows(
            CorruptRecordException.class,
            () -> view.wrap(bytes, 0, bytes.length),
            name + " bit " + bit);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void aRecordCutAnywhereIsNoRecord() throws IOException {
    byte[] golden = golden("frame");
    for (int length = 0; length < golden.length; length++) {
      int available = length;
      byte[] cut = Arrays.copyOf(golden, length);
      assertThrows(CorruptRecordException.class, () -> view.wrap(cut, 0, available));
    }
  }

  @Test
  void aNumberThatCouldNotBeCountedOnFromIsNone() {
    byte[] last = encoded(encoder.gap(RecordLayout.NUMBER_MAX, 4, 1000, GapReason.OVERRUN));
    assertEquals(RecordLayout.NUMBER_MAX, view.wrap(last, 0, last.length).number());
    byte[] more = encoded(encoder.gap(RecordLayout.NUMBER_MAX + 1, 4, 1000, GapReason.OVERRUN));
    assertThrows(CorruptRecordException.class, () -> view.wrap(more, 0, more.length));
  }

  @Test
  void framesOfAnySizeComeBackFromAnyOffset() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] pcm = new byte[1 + random.nextInt(RecordLayout.FRAME_PCM_BYTES_MAX)];
      random.nextBytes(pcm);
      FrameStamp stamp = new FrameStamp(random.nextInt(1 << 30), random.nextInt(1 << 30), i, i);
      int length = encoder.frame(stamp, pcm.length, pcm, 0, pcm.length);
      byte[] padded = new byte[length + 20];
      int at = random.nextInt(20);
      System.arraycopy(encoder.bytes(), 0, padded, at, length);
      view.wrap(padded, at, padded.length - at);
      assertEquals(length, view.length());
      assertEquals(stamp.position(), view.position());
      int from = view.framePcmOffset();
      assertArrayEquals(pcm, Arrays.copyOfRange(padded, from, from + view.framePcmLength()));
    }
  }

  private byte[] encoded(int length) {
    return Arrays.copyOf(encoder.bytes(), length);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = RecordCodecTest.class.getResourceAsStream("/golden/" + name + ".hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }
}
