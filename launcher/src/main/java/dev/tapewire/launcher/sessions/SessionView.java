package dev.tapewire.launcher.sessions;

import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.metric.LinkState;
import dev.tapewire.common.session.SessionSummary;
import java.util.List;
import java.util.Locale;

/**
 * A session as it stands now. Immutable.
 *
 * @param summary what is on its tape
 * @param state whether it is being recorded
 * @param paused whether it is paused: what comes is not recorded
 * @param input what it gives; null: nobody records it
 * @param space on its tape's disk; null: nobody records it
 * @param droppedSamples dropped from the tape's start, as delivered
 * @param deliveries one for each destination
 */
public record SessionView(
    SessionSummary summary,
    State state,
    boolean paused,
    InputView input,
    SpaceView space,
    long droppedSamples,
    List<DeliveryView> deliveries) {
  /** Copies the list. */
  public SessionView {
    deliveries = List.copyOf(deliveries);
  }

  /** {@return what is missing of it, for people} */
  public String losses() {
    return Losses.of(summary).text(summary);
  }

  /** Whether a session is being recorded. */
  public enum State {
    RECORDING,
    COMPLETE,
    /** Its capture died, or its source failed. */
    INTERRUPTED;

    /** {@return the name in JSON} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How far one destination has it. Immutable.
   *
   * @param to the destination's name, without secrets
   * @param profile as found, or as asked for
   * @param guarantee what the destination can promise
   * @param linkState how the delivery stands; off, if its sender is gone or hangs
   * @param hangs whether its sender is there and does nothing
   * @param sentSamples position up to which it was sent
   * @param confirmedSamples position up to which it is confirmed
   * @param lagMs age of the oldest sample not confirmed, whether its sender lives or not
   * @param complete whether the end is confirmed
   * @param abandoned whether it is not owed there any more
   */
  public record DeliveryView(
      String to,
      String profile,
      Guarantee guarantee,
      LinkState linkState,
      boolean hangs,
      long sentSamples,
      long confirmedSamples,
      long lagMs,
      boolean complete,
      boolean abandoned) {
    /** {@return whether this destination is still to get something} */
    public boolean owed() {
      return !complete && !abandoned;
    }
  }
}
