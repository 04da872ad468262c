package dev.tapewire.sender;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.Clock;
import java.util.random.RandomGenerator;

/** What every part of a sender works with. Confined to the agent thread. */
record SenderContext(
    SendSettings settings, Inbox inbox, Clock clock, RandomGenerator random, Log log) {}
