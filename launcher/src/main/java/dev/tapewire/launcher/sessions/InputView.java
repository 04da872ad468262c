package dev.tapewire.launcher.sessions;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.InputState;

/**
 * What the input of a session that is recorded gives. Immutable.
 *
 * @param state in one word
 * @param unheardNs for how long no sample has come
 * @param quietNs for how long nothing was to be heard
 */
public record InputView(InputState state, long unheardNs, long quietNs) {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** {@return it, or null: an older build records, which does not tell} */
  static InputView of(CounterFile<CaptureCounter> live, long nowNs) {
    InputState state = InputState.of(live, nowNs);
    return state == null
        ? null
        : new InputView(
            state,
            Math.max(0, nowNs - live.get(CaptureCounter.HEARD_NS)),
            Math.max(0, nowNs - live.get(CaptureCounter.LOUD_NS)));
  }

  /** {@return for people, or an empty text if there is nothing to worry about} */
  String text() {
    return switch (state) {
      case DEAD -> "the input is dead: no sample came for " + unheardNs / NS_PER_SECOND + " s";
      case SILENT ->
          "the input is silent: nothing to be heard for " + quietNs / NS_PER_SECOND + " s";
      default -> "";
    };
  }
}
