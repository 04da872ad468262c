package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final int FRAME = MemoryTape.FRAME_SAMPLES;
  private static final int BYTES = 2;
  private static final long END = Long.MAX_VALUE;

  private final MemoryTape tape = new MemoryTape("s", 7);

  @Test
  void theWholeSessionIsItsSamples() throws IOException {
    tape.addFrames(3);
    tape.addEnd();

    assertArrayEquals(tape.pcm(), pcm(new Excerpt.Wish(0, END, false, false)));
  }

  @Test
  void gapsAreSilenceOfTheirLengthOrLeftOut() throws IOException {
    tape.addFrame();
    tape.addGap(5000, GapReason.OVERRUN);
    tape.addFrame();
    tape.addGap(30, GapReason.SOURCE_STALLED);
    byte[] frames = tape.pcm();

    byte[] silence = pcm(new Excerpt.Wish(0, END, false, false));
    byte[] cut = pcm(new Excerpt.Wish(0, END, true, false));

    assertArrayEquals(frames, cut);
    assertEquals((2 * FRAME + 5030) * BYTES, silence.length);
    assertArrayEquals(Arrays.copyOf(frames, FRAME * BYTES), Arrays.copyOf(silence, FRAME * BYTES));
    assertArrayEquals(
        new byte[5000 * BYTES], Arrays.copyOfRange(silence, FRAME * BYTES, (FRAME + 5000) * BYTES));
    assertArrayEquals(
        Arrays.copyOfRange(frames, FRAME * BYTES, frames.length),
        Arrays.copyOfRange(silence, (FRAME + 5000) * BYTES, (2 * FRAME + 5000) * BYTES));
  }

  @Test
  void everyRangeIsThatPartOfTheWhole() throws IOException {
    tape.addFrame();
    tape.addGap(33, GapReason.OVERRUN);
    tape.addFrames(2);
    byte[] whole = pcm(new Excerpt.Wish(0, END, false, false));
    int samples = whole.length / BYTES;

    for (int from = 0; from < samples; from += 13) {
      for (int until = from + 1; until <= samples; until += 17) {
        assertArrayEquals(
            Arrays.copyOfRange(whole, from * BYTES, until * BYTES),
            pcm(new Excerpt.Wish(from, until, false, false)),
            from + ".." + until);
      }
    }
  }

  @Test
  void aRangePastTheEndIsEmpty() throws IOException {
    tape.addFrame();

    assertEquals(0, pcm(new Excerpt.Wish(10_000, 20_000, false, false)).length);
  }

  @Test
  void aDamagedTapeIsRefused() {
    tape.addFrames(3);
    tape.damage(2);

    assertThrows(TapeFaultException.class, () -> pcm(new Excerpt.Wish(0, END, false, false)));
  }

  @Test
  void whatIsDamagedBecomesSilenceInPlaceIfAskedFor() throws IOException {
    tape.addFrames(3);
    byte[] expected = tape.pcm();
    tape.damage(2);

    byte[] got = pcm(new Excerpt.Wish(0, END, false, true));

    Arrays.fill(expected, FRAME * BYTES, 2 * FRAME * BYTES, (byte) 0);
    assertArrayEquals(expected, got);
  }

  @Test
  void theFileIsHeaderSamplesAndPad() throws IOException {
    tape.addFrames(2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    WavExport export =
        new WavExport(
            tape.openReader(), new Excerpt.Wish(0, END, false, false), new ManualClock(), p -> {});
    export.writeTo(out);

    byte[] header = WavHeader.of(MemoryTape.FORMAT, 2L * FRAME * BYTES);
    byte[] file = out.toByteArray();
    assertEquals(2 * FRAME, export.samples());
    assertArrayEquals(header, Arrays.copyOf(file, header.length));
    assertArrayEquals(tape.pcm(), Arrays.copyOfRange(file, header.length, file.length));
  }

  private byte[] pcm(Excerpt.Wish wish) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long samples =
        new Excerpt(tape.openReader(), wish)
            .read((bytes, offset, length, position) -> out.write(bytes, offset, length));
    assertEquals(out.size(), samples * BYTES);
    return out.toByteArray();
  }
}
