package dev.tapewire.launcher.sessions;

import com.google.gson.JsonObject;
import dev.tapewire.common.metric.InputState;
import dev.tapewire.common.process.ProcessState;
import dev.tapewire.launcher.sessions.SessionView.DeliveryView;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges what runs under a tapes directory: figures in, troubles out. It looks at nothing itself,
 * so that whoever watches can ask it, by whatever means the figures came. Immutable.
 */
final class Health {
  private static final long NS_PER_MS = 1_000_000L;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final Thresholds thresholds;

  Health(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * What is still good. Immutable.
   *
   * @param lagNsMax of every destination
   * @param silenceNsMax of every input; {@code Long.MAX_VALUE}: silence is no trouble
   * @param spaceNsMin for which the disk must last
   * @param idleAllowed whether nothing need run
   */
  record Thresholds(long lagNsMax, long silenceNsMax, long spaceNsMin, boolean idleAllowed) {}

  /**
   * {@return a line for each trouble; none: all is well}
   *
   * @param running what runs
   * @param sessions all that there are, also those that nobody records or sends now
   */
  List<String> troubles(Running running, List<SessionView> sessions) {
    List<String> troubles = new ArrayList<>();
    if (!thresholds.idleAllowed && running.isIdle()) {
      troubles.add("nothing records or sends");
    }
    if (running.supervisor() == ProcessState.STOPPED) {
      troubles.add("supervisor " + running.supervisorPid() + " does not run: stopped");
    }
    running.processes().forEach(process -> judge(process, troubles));
    for (SessionView session : sessions) {
      String id = session.summary().id();
      if (session.input() != null) {
        judge(id, session.input(), troubles);
      }
      if (session.space() != null) {
        judge(id, session.space(), troubles);
      }
      session.deliveries().forEach(delivery -> judge(id, delivery, troubles));
    }
    return troubles;
  }

  private static void judge(JsonObject process, List<String> troubles) {
    String state = process.get("state").getAsString();
    if (!state.equals("running") && !state.equals("ended")) {
      String to = process.get("to").getAsString();
      String pid = process.get("pid").isJsonNull() ? "" : " " + process.get("pid").getAsLong();
      String name = process.get("name").getAsString() + pid;
      troubles.add(name + (to.isEmpty() ? "" : " to " + to) + " does not run: " + state);
    }
  }

  private void judge(String id, InputView input, List<String> troubles) {
    boolean tooQuiet =
        input.state() != InputState.PAUSED && input.quietNs() > thresholds.silenceNsMax;
    if (input.state() == InputState.DEAD) {
      troubles.add(id + ": " + input.text());
    } else if (tooQuiet) {
      troubles.add(
          id
              + ": nothing to be heard from the input for "
              + input.quietNs() / NS_PER_SECOND
              + " s");
    }
  }

  private void judge(String id, SpaceView space, List<String> troubles) {
    if (space.refused()) {
      troubles.add(id + ": " + space.text());
    } else if (space.isKnown() && space.seconds() < thresholds.spaceNsMin / NS_PER_SECOND) {
      troubles.add(
          id + ": the disk lasts for " + Durations.clockSeconds(space.seconds() * NS_PER_SECOND));
    }
  }

  private void judge(String id, DeliveryView delivery, List<String> troubles) {
    if (delivery.hangs()) {
      troubles.add(id + ": the sender to " + delivery.to() + " hangs");
    }
    if (delivery.owed() && delivery.lagMs() * NS_PER_MS > thresholds.lagNsMax) {
      troubles.add(
          id
              + ": "
              + delivery.to()
              + " is behind by "
              + Durations.clockSeconds(delivery.lagMs() * NS_PER_MS)
              + ", "
              + delivery.linkState().label());
    }
  }
}
