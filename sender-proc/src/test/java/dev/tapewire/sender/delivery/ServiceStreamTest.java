package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.sender.service.Services;
import dev.tapewire.sender.service.Settings;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audio of one link: a tape of the service's own format, so that bytes stay what they are. */
class ServiceStreamTest {
  private static final PcmFormat SAME = new PcmFormat(16_000, 1, Encoding.S16LE);
  private static final int SECOND = 16_000;

  private final ServiceStream stream = new ServiceStream(SAME, rules(), 1000);

  private static ServiceRules rules() {
    var sheet = Services.byName("vosk").sheet();
    return ServiceRules.of(sheet, Settings.of(sheet, Map.of()));
  }

  @Test
  void handsOutWhatItTookHoweverMuchWaits() {
    byte[] many = StreamFeed.frames(stream, 1000); // 160,000 bytes, more than it has room for.
    assertEquals(many.length, stream.waiting());
    assertEquals(many.length, stream.bytesThrough());
    assertArrayEquals(Arrays.copyOf(many, 100_001), stream.next(100_001));
    assertArrayEquals(
        Arrays.copyOfRange(many, 100_001, many.length), stream.next(stream.waiting()));
    assertEquals(0, stream.waiting());
  }

  @Test
  void handsOutWhatItTookWhileItGoesOnForgetting() {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      taken.writeBytes(StreamFeed.frames(stream, 1 + i % 7));
      int length = Math.min(stream.waiting(), 100 + i);
      out.writeBytes(stream.next(length)); // There is nearly always something left.
      stream.forget(out.size() - Math.min(out.size(), i % 3 * 1000));
    }
    assertTrue(stream.waiting() > 0 && out.size() > 100_000);
    assertArrayEquals(Arrays.copyOf(taken.toByteArray(), out.size()), out.toByteArray());
  }

  @Test
  void goesBackToWhatWasNotForgotten() {
    byte[] first = StreamFeed.frames(stream, 300);
    stream.next(40_000);
    stream.forget(10_000);
    byte[] second = StreamFeed.frames(stream, 600); // It must move what it keeps.
    stream.next(20_000);
    assertFalse(stream.isRewound());
    stream.rewind(10_000);
    assertTrue(stream.isRewound());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    assertArrayEquals(
        Arrays.copyOfRange(all.toByteArray(), 10_000, all.size()), stream.next(stream.waiting()));
    assertFalse(stream.isRewound());
    stream.forget(all.size());
    byte[] third = StreamFeed.frames(stream, 1);
    assertArrayEquals(third, stream.next(third.length));
  }

  @Test
  void aGapUpToTwoSecondsIsSilenceAsLongAsItIs() {
    StreamFeed.gap(stream, 2 * SECOND);
    assertArrayEquals(new byte[4 * SECOND], stream.next(stream.waiting()));
    StreamFeed.frames(stream, 100);
    assertEquals(1000 + 2 * SECOND + 4000, stream.position(2 * SECOND + 4000));
  }

  @Test
  void ofALongerGapTheRestIsLeftOutAndWhatIsBehindItKeepsItsPlace() {
    StreamFeed.frames(stream, 100);
    StreamFeed.gap(stream, 2 * SECOND + 1);
    assertEquals(2 * 8000 + 4 * SECOND, stream.waiting());
    byte[] behind = StreamFeed.frames(stream, 100);
    StreamFeed.gap(stream, 100L * SECOND);
    StreamFeed.frames(stream, 100);
    long gapEnd = 8000 + 2 * SECOND;
    assertEquals(1000 + gapEnd - 1, stream.position(gapEnd - 1));
    assertEquals(1000 + gapEnd + 1, stream.position(gapEnd));
    long secondEnd = gapEnd + 8000 + 2 * SECOND;
    assertEquals(1000 + secondEnd + 1 + 98L * SECOND, stream.position(secondEnd));
    stream.next((int) gapEnd * 2);
    assertArrayEquals(behind, stream.next(behind.length));
  }

  @Test
  void noPositionIsBeforeItsBeginOrBehindWhatItTook() {
    StreamFeed.frames(stream, 10);
    assertEquals(1000, stream.position(-5));
    assertEquals(1800, stream.position(Long.MAX_VALUE));
  }
}
