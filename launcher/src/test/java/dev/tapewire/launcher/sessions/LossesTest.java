package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.session.SessionSummary;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final int SECOND = 8000;

  @Test
  void aPauseIsNotLost() {
    SessionSummary paused = summary(new SessionGap(0, 60 * SECOND, GapReason.WITHHELD));

    assertEquals("nothing lost, paused for 00:01:00.000", Losses.of(paused).text(paused));
    assertEquals(60 * SECOND, Losses.of(paused).pausedSamples());
    SessionView view =
        new SessionView(paused, SessionView.State.COMPLETE, false, null, null, 0, List.of());
    assertEquals(60 * SECOND, SessionJson.session(view).get("lost_samples").getAsLong());
    assertEquals(60 * SECOND, SessionJson.session(view).get("paused_samples").getAsLong());
  }

  @Test
  void whatWasLostBesidesAPauseIsToldApart() {
    SessionSummary both =
        summary(
            new SessionGap(0, 60 * SECOND, GapReason.WITHHELD),
            new SessionGap(70 * SECOND, SECOND, GapReason.OVERRUN));

    assertEquals("lost 00:00:01.000 in 1 gap, paused for 00:01:00.000", Losses.of(both).text(both));
  }

  @Test
  void everyLineRoundsTheSameWay() {
    long ns = 9_986_621_315L; // 440,410 samples at 44,100 Hz.

    assertEquals("00:00:09.987", Durations.clock(ns));
    assertEquals("9.987", String.format(Locale.ROOT, "%.3f", ns / 1e9));
    assertEquals("00:01:00.000", Durations.clock(59_999_600_000L));
  }

  private static SessionSummary summary(SessionGap... gaps) {
    long lost = List.of(gaps).stream().mapToLong(SessionGap::samples).sum();
    return new SessionSummary(
        "s",
        0,
        "tone",
        new PcmFormat(SECOND, 1, Encoding.S16LE),
        1024,
        List.of(),
        10,
        lost + SECOND,
        lost,
        List.of(gaps),
        gaps.length,
        true,
        false);
  }
}
