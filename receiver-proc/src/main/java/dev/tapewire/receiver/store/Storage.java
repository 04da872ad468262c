package dev.tapewire.receiver.store;

import dev.tapewire.common.log.Log;
import java.util.concurrent.Executor;

/**
 * What the tracks of one shelf share. Immutable.
 *
 * @param syncs runs commits
 * @param listener hears how they end
 * @param reserve what the disk keeps free, asked on the agent thread
 * @param syncReserve the same, asked on the sync thread
 * @param log is told of what people may want to know of their files
 */
record Storage(
    Executor syncs,
    CommitListener listener,
    DiskReserve reserve,
    DiskReserve syncReserve,
    Log log) {}
