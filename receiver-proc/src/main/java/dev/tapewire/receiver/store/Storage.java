package dev.tapewire.receiver.store;

import java.util.concurrent.Executor;

/**
 * What the tracks of one shelf share. Immutable.
 *
 * @param syncs runs commits
 * @param listener hears how they end
 * @param reserve what the disk keeps free
 */
record Storage(Executor syncs, CommitListener listener, DiskReserve reserve) {}
