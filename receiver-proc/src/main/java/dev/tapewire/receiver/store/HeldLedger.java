package dev.tapewire.receiver.store;

import java.nio.channels.FileChannel;

/**
 * A track's lock, held, and what its ledger holds. Immutable.
 *
 * @param lock closing it lets go
 * @param content read under the lock
 */
record HeldLedger(FileChannel lock, LedgerCodec.Content content) {}
