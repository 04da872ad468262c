package dev.tapewire.capture.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.capture.ring.Losses;
import dev.tapewire.capture.ring.Slot;
import dev.tapewire.capture.source.StartPoint;
import dev.tapewire.capture.source.Surroundings;
import dev.tapewire.common.agent.Backoff;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The device's thread is real here; time is not. */
class MicSourceTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final int FRAME_SAMPLES = 80;

  /** Brings the next attempt near, and silence is not taken for death by it. */
  private static final long RETRY_STEP_NS = 10_000_000L;

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final AtomicLong nowNs = new AtomicLong(1_000_000_000_000L);
  private final FakeInput input = new FakeInput();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Slot slot = new Slot(FRAME_SAMPLES, FORMAT.blockBytes());
  private MicSource mic;

  @AfterEach
  void close() {
    input.letGoOfHangingCalls();
    if (mic != null) {
      mic.close();
    }
  }

  @Test
  void anInputThatCannotBeOpenedIsAnErrorAtOnce() {
    input.plugged(false);

    TapewireException e = assertThrows(TapewireException.class, this::open);

    assertEquals("no audio input found", e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeInput.Mood.class,
      names = {"DEAD", "SILENT", "HANGS"})
  void aDeviceThatStopsGivingIsOneLineAndOneGapAndGoesOn(FakeInput.Mood trouble) {
    open();
    readUntilSamples(0);
    long lastNs = slot.capturedNs();
    input.mood(trouble);
    input.plugged(false);
    readUntil(() -> told().contains("is lost"), 100_000_000L);
    for (int i = 0; i < 50; i++) {
      read(1_000_000_000L);
    }
    assertEquals(1, input.opened());

    input.mood(FakeInput.Mood.GIVES);
    input.plugged(true);
    Losses pieces = new Losses();
    pieces.takeFrom(slot.losses());
    readUntilSamples(RETRY_STEP_NS);
    slot.losses().takeFrom(pieces);

    long outageNs = slot.capturedNs() - lastNs;
    assertTrue(outageNs > 50_000_000_000L);
    assertEquals(
        FORMAT.toSamples(outageNs) - FRAME_SAMPLES,
        slot.losses().samples(GapReason.SOURCE_STALLED));
    assertEquals(slot.losses().samples(), slot.losses().samples(GapReason.SOURCE_STALLED));
    assertEquals(1, told().lines().filter(line -> line.contains("is lost")).count());
    assertEquals(1, told().lines().filter(line -> line.contains("is back")).count());
  }

  @Test
  void theGapOfADeviceThatNeverComesBackStandsWhileItLastsAndAtTheEnd() {
    open();
    readUntilSamples(0);
    final long lastNs = slot.capturedNs();
    input.mood(FakeInput.Mood.DEAD);
    input.plugged(false);
    readUntil(() -> told().contains("is lost"), 100_000_000L);
    Losses total = new Losses();
    int pieces = 0;
    for (int second = 0; second < 3600; second++) {
      slot.clear();
      read(1_000_000_000L);
      pieces += slot.losses().samples() > 0 ? 1 : 0;
      total.takeFrom(slot.losses());
      long outage = FORMAT.toSamples(nowNs.get() - lastNs);
      assertTrue(total.samples() <= outage, "more than there can be");
      boolean soon = outage < 6 * FORMAT.sampleRateHz();
      assertTrue(soon || total.samples() >= outage / 2 - 2 * FORMAT.sampleRateHz(), "too late");
    }
    assertTrue(pieces < 40, pieces + " pieces");

    slot.clear();
    mic.finish(total);
    assertEquals(FORMAT.toSamples(nowNs.get() - lastNs), total.samples());
  }

  @Test
  void aHangingDriverIsLeftBehindAndLetsGoOfTheDeviceWhenItReturns() {
    open();
    readUntilSamples(0);
    input.mood(FakeInput.Mood.HANGS);
    readUntil(() -> told().contains("is lost"), 100_000_000L);
    input.mood(FakeInput.Mood.GIVES);
    readUntil(() -> input.opened() == 2, RETRY_STEP_NS);
    readUntilSamples(0);

    input.letGoOfHangingCalls();

    readUntil(() -> input.closed() == 1, 0);
    assertEquals(2, input.opened());
  }

  @Test
  void anEarlierLifeOfCaptureLeavesAGapByTheClock() {
    Anchor anchor = new Anchor(16_000, nowNs.get(), 0);
    nowNs.addAndGet(10_000_000_000L);
    openAt(new StartPoint(16_800, true, anchor, null));
    readUntilTheDeviceHasGiven();
    nowNs.addAndGet(300_000_000L); // The tape takes its time to open; the samples are there.

    readUntilSamples(0);

    assertEquals(
        16_000 + 80_000 - 16_800 - FRAME_SAMPLES,
        slot.losses().samples(GapReason.CAPTURE_RESTARTED));
  }

  @Test
  void aDeviceThatIsGoneWhenCaptureIsBackHasItsGapFromTheStart() {
    Anchor anchor = new Anchor(16_000, nowNs.get(), 0);
    nowNs.addAndGet(10_000_000_000L);
    final long startNs = nowNs.get();
    input.plugged(false);
    openAt(new StartPoint(16_800, true, anchor, null), "no audio input found");
    read(0);
    assertEquals(16_000 + 80_000 - 16_800, slot.losses().samples(GapReason.CAPTURE_RESTARTED));
    Losses total = new Losses();
    total.takeFrom(slot.losses());
    for (int second = 0; second < 10; second++) {
      read(1_000_000_000L);
      total.takeFrom(slot.losses());
    }
    assertTrue(total.samples(GapReason.SOURCE_STALLED) > 0, "it lasts, and nothing stands there");

    input.plugged(true);
    readUntilSamples(RETRY_STEP_NS);
    slot.losses().takeFrom(total);

    assertEquals(
        FORMAT.toSamples(slot.capturedNs() - startNs) - FRAME_SAMPLES,
        slot.losses().samples(GapReason.SOURCE_STALLED));
    assertEquals(16_000 + 80_000 - 16_800, slot.losses().samples(GapReason.CAPTURE_RESTARTED));
    assertEquals(1, told().lines().filter(line -> line.contains("is lost")).count());
  }

  private void readUntilTheDeviceHasGiven() {
    Assertions.assertTimeoutPreemptively(
        BOUND,
        () -> {
          while (input.reads() < 8) {
            LockSupport.parkNanos(100_000);
          }
        });
  }

  private void open() {
    openAt(new StartPoint(0, false, null, null));
  }

  private void openAt(StartPoint start) {
    openAt(start, null);
  }

  private void openAt(StartPoint start, String lostFor) {
    Clock clock =
        new Clock() {
          @Override
          public long monotonicNs() {
            return nowNs.get();
          }

          @Override
          public long epochNs() {
            return nowNs.get();
          }
        };
    Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
    Surroundings around =
        new Surroundings(clock, ns -> LockSupport.parkNanos(Math.min(ns, 100_000)), log);
    Backoff backoff = new Backoff(100_000_000L, 5_000_000_000L, new Random(1));
    mic = new MicSource(input, FORMAT, FRAME_SAMPLES, around, backoff, lostFor);
    mic.start(start);
  }

  private void readUntilSamples(long stepNs) {
    slot.clear();
    readUntil(() -> slot.samples() > 0, stepNs);
  }

  private void readUntil(BooleanSupplier wanted, long stepNs) {
    Assertions.assertTimeoutPreemptively(
        BOUND,
        () -> {
          while (!wanted.getAsBoolean()) {
            read(stepNs);
          }
        });
  }

  private void read(long stepNs) {
    nowNs.addAndGet(stepNs);
    if (slot.samples() > 0) {
      slot.clear();
    }
    assertTrue(mic.read(slot));
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
