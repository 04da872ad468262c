package dev.tapewire.launcher.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.InputState;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.process.ProcessState;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InputView SIGNAL = new InputView(InputState.SIGNAL, 0, 0);
  private static final SpaceView SPACE = new SpaceView(1L << 30, 7200, false, false);

  @Test
  void whatRecordsAndKeepsUpIsWell() {
    assertEquals(List.of(), troubles(running(), session(SIGNAL, SPACE, delivery(900))));
  }

  @Test
  void nothingThatRunsIsATroubleUnlessThatIsAllowed() {
    Running nothing = new Running(0, ProcessState.GONE, List.of(), List.of());
    Running receiver =
        new Running(0, ProcessState.GONE, List.of(process("receiver", "running")), List.of());

    assertEquals(List.of("nothing records or sends"), troubles(nothing));
    assertEquals(List.of("nothing records or sends"), troubles(receiver));
    Health.Thresholds idle = new Health.Thresholds(30 * SECOND, Long.MAX_VALUE, SECOND, true);
    assertEquals(List.of(), new Health(idle).troubles(nothing, List.of()));
  }

  @Test
  void aProcessThatDoesNotRunIsATroubleAndOneThatIsNotWantedAnyMoreIsNone() {
    for (String state : List.of("stopped", "gone", "restarting", "starting", "off")) {
      Running running =
          new Running(7, ProcessState.RUNNING, List.of(process("capture", state)), List.of());
      assertEquals(List.of("capture 5 to ws://there does not run: " + state), troubles(running));
    }
    Running drains =
        new Running(7, ProcessState.RUNNING, List.of(process("capture", "ended")), List.of());
    assertEquals(List.of(), troubles(drains));
    Running supervisor = new Running(7, ProcessState.STOPPED, List.of(), List.of());
    assertEquals(List.of("supervisor 7 does not run: stopped"), troubles(supervisor));
  }

  @Test
  void aProcessWithoutAnIdIsNamedByItsDestination() {
    JsonObject off = process("sender", "restarting");
    off.add("pid", JsonNull.INSTANCE);
    Running running = new Running(7, ProcessState.RUNNING, List.of(off), List.of());

    assertEquals(List.of("sender to ws://there does not run: restarting"), troubles(running));
  }

  @Test
  void aDeadInputIsATroubleAndAPauseNever() {
    InputView dead = new InputView(InputState.DEAD, 12 * SECOND, 12 * SECOND);
    InputView paused = new InputView(InputState.PAUSED, 3600 * SECOND, 3600 * SECOND);
    Health strict = new Health(new Health.Thresholds(30 * SECOND, 10 * SECOND, SECOND, false));

    assertEquals(
        List.of("s: the input is dead: no sample came for 12 s"),
        troubles(running(), session(dead, SPACE, delivery(0))));
    SessionView inPause = session(paused, SPACE, delivery(0));
    assertEquals(List.of(), strict.troubles(running(), List.of(inPause)));
  }

  @Test
  void silenceIsATroubleOnlyWhereThatIsSaid() {
    InputView silent = new InputView(InputState.SILENT, 0, 61 * SECOND);
    SessionView quiet = session(silent, SPACE, delivery(0));
    Health strict = new Health(new Health.Thresholds(30 * SECOND, 60 * SECOND, SECOND, false));

    assertEquals(List.of(), troubles(running(), quiet));
    assertEquals(
        List.of("s: nothing to be heard from the input for 61 s"),
        strict.troubles(running(), List.of(quiet)));
  }

  @Test
  void aDestinationThatIsBehindIsATroubleWhoeverSendsThere() {
    assertEquals(
        List.of("s: ws://there is behind by 00:00:31, streaming"),
        troubles(running(), session(SIGNAL, SPACE, delivery(31_000))));
    DeliveryView owed = delivery(LinkState.OFF, false, 31_000, false);
    assertEquals(
        List.of("s: ws://there is behind by 00:00:31, off"),
        troubles(running(), session(null, null, owed)));
    assertEquals(
        List.of("s: the sender to ws://there hangs"),
        troubles(running(), session(SIGNAL, SPACE, delivery(LinkState.OFF, true, 100, false))));
    DeliveryView abandoned = delivery(LinkState.OFF, false, 31_000, true);
    assertEquals(List.of(), troubles(running(), session(null, null, abandoned)));
  }

  @Test
  void aDiskThatDoesNotLastIsATroubleAsSoonAsItIsKnown() {
    assertEquals(
        List.of("s: the disk lasts for 00:59:59"),
        troubles(
            running(), session(SIGNAL, new SpaceView(1 << 20, 3599, false, false), delivery(0))));
    assertTrue(
        troubles(running(), session(SIGNAL, new SpaceView(0, 0, true, true), delivery(0)))
            .get(0)
            .contains("the disk is full"));
    assertEquals(
        List.of(),
        troubles(running(), session(SIGNAL, new SpaceView(0, 0, false, false), delivery(0))));
  }

  private static List<String> troubles(Running running, SessionView... sessions) {
    Health health =
        new Health(
            new Health.Thresholds(
                30 * SECOND, Long.MAX_VALUE, Duration.ofHours(1).toNanos(), false));
    return health.troubles(running, List.of(sessions));
  }

  private static Running running() {
    return new Running(
        7,
        ProcessState.RUNNING,
        List.of(process("capture", "running"), process("sender", "running")),
        List.of());
  }

  private static JsonObject process(String name, String state) {
    JsonObject o = new JsonObject();
    o.addProperty("name", name);
    o.add("pid", new JsonPrimitive(5));
    o.addProperty("state", state);
    o.addProperty("restarts", 0);
    o.addProperty("to", "ws://there");
    return o;
  }

  private static DeliveryView delivery(long lagMs) {
    return delivery(LinkState.STREAMING, false, lagMs, false);
  }

  private static DeliveryView delivery(
      LinkState link, boolean hangs, long lagMs, boolean abandoned) {
    return new DeliveryView(
        "ws://there",
        "auto",
        Guarantee.EVIDENCE_ONLY,
        link,
        hangs,
        10,
        10,
        lagMs,
        false,
        abandoned);
  }

  private static SessionView session(InputView input, SpaceView space, DeliveryView delivery) {
    SessionSummary summary =
        new SessionSummary(
            "s",
            0,
            "tone",
            new PcmFormat(8000, 1, Encoding.S16LE),
            1024,
            List.of("ws://there"),
            1,
            1024,
            0,
            List.of(),
            0,
            false,
            false);
    return new SessionView(
        summary, SessionView.State.RECORDING, false, input, space, 0, List.of(delivery));
  }
}
