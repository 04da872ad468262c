package dev.tapewire.capture;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a capture process has around it. Immutable.
 *
 * @param supervisorPid the supervisor's pid, or 0: none
 */
record CaptureContext(
    ProcessScope scope, long supervisorPid, Clock clock, RandomGenerator random, Log log) {}
