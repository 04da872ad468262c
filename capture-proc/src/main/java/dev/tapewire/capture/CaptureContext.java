package dev.tapewire.capture;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a capture process has around it. Immutable.
 *
 * @param supervisorPid the supervisor's pid, or 0: none
 * @param housekeeping of all sessions of the process
 */
record CaptureContext(
    ProcessScope scope,
    long supervisorPid,
    Clock clock,
    RandomGenerator random,
    Log log,
    Housekeeping housekeeping) {
  /** {@return the same, with the session's name in each line of the log} */
  CaptureContext of(String session) {
    return new CaptureContext(scope, supervisorPid, clock, random, log.of(session), housekeeping);
  }
}
