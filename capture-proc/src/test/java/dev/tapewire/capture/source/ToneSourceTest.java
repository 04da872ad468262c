package dev.tapewire.capture.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Slot;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToneSourceTest {
  private static final int FRAME_SAMPLES = 400;

  private final ManualClock clock = new ManualClock();
  private final Surroundings around =
      new Surroundings(clock, clock::advanceNs, new Log(System.err, false));

  @Test
  void givesAFrameWhenItsTimeHasCome() {
    ToneSource tone = new ToneSource(new PcmFormat(8000, 1, Encoding.S16LE), around);
    Slot slot = new Slot(FRAME_SAMPLES, 2);
    long startNs = clock.monotonicNs();

    tone.start(new StartPoint(0, false, null, null));
    for (int frames = 0; frames < 20; frames++) {
      assertTrue(tone.read(slot));
    }

    assertEquals(FRAME_SAMPLES, slot.samples());
    assertEquals(20 * FRAME_SAMPLES, (slot.capturedNs() - startNs) * 8000 / 1_000_000_000L);
  }

  @Test
  void goesOnInPhaseAfterARestart() {
    PcmFormat format = new PcmFormat(8000, 1, Encoding.S16LE);
    ToneSource whole = new ToneSource(format, around);
    whole.start(new StartPoint(0, false, null, null));
    byte[] expected = read(whole, 2 * 8000 / FRAME_SAMPLES, format);
    Anchor anchor = new Anchor(1000, clock.epochNs(), 0);
    clock.advanceNs(500_000_000L);

    ToneSource next = new ToneSource(format, around);
    next.start(new StartPoint(1200, true, anchor, null));
    Slot slot = new Slot(FRAME_SAMPLES, 2);
    assertTrue(next.read(slot));

    assertEquals(1000 + 4000 - 1200, slot.losses().samples());
    assertArrayEquals(Arrays.copyOfRange(expected, 10_000, 10_000 + 800), slot.pcm());
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void isASineTwelveDecibelsBelowFullScaleInEveryEncoding(Encoding encoding) throws IOException {
    PcmFormat format = new PcmFormat(8000, 2, encoding);
    ToneSource tone = new ToneSource(format, around);

    tone.start(new StartPoint(0, false, null, null));
    double[] left = decode(read(tone, 8000 / FRAME_SAMPLES, format), format);

    double worst = 0;
    for (int i = 0; i < left.length; i++) {
      double expected = Math.pow(10, -0.6) * Math.sin(2 * Math.PI * 440 * i / 8000);
      worst = Math.max(worst, Math.abs(left[i] - expected));
    }
    double stepMax = encoding.bytesPerSample() == 1 ? 0.01 : 0.0001;
    assertTrue(worst < stepMax, "off by " + worst);
  }

  private byte[] read(ToneSource tone, int frames, PcmFormat format) {
    Slot slot = new Slot(FRAME_SAMPLES, format.blockBytes());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < frames; i++) {
      assertTrue(tone.read(slot));
      all.writeBytes(slot.pcm());
    }
    return all.toByteArray();
  }

  /** The first channel, decoded by Java Sound, which has tables of its own. */
  private static double[] decode(byte[] pcm, PcmFormat format) throws IOException {
    AudioFormat.Encoding encoding =
        switch (format.encoding()) {
          case U8 -> AudioFormat.Encoding.PCM_UNSIGNED;
          case F32LE -> AudioFormat.Encoding.PCM_FLOAT;
          case MULAW -> AudioFormat.Encoding.ULAW;
          case ALAW -> AudioFormat.Encoding.ALAW;
          default -> AudioFormat.Encoding.PCM_SIGNED;
        };
    int bits = format.encoding().bytesPerSample() * 8;
    AudioFormat from = new AudioFormat(encoding, 8000, bits, 2, format.blockBytes(), 8000, false);
    AudioInputStream in =
        new AudioInputStream(new ByteArrayInputStream(pcm), from, pcm.length / format.blockBytes());
    AudioFormat to = new AudioFormat(8000, 16, 2, true, false);
    byte[] s16 = AudioSystem.getAudioInputStream(to, in).readAllBytes();
    double[] left = new double[s16.length / 4];
    for (int i = 0; i < left.length; i++) {
      left[i] = ((s16[4 * i + 1] << 8) | (s16[4 * i] & 0xFF)) / 32_768.0;
    }
    return left;
  }
}
