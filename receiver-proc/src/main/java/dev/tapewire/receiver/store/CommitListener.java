package dev.tapewire.receiver.store;

import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;

/** Hears, on the sync thread, how commits end. */
@FunctionalInterface
public interface CommitListener {
  /** A commit is done, or failed if {@code failure} is not null. */
  void committed(Track track, Commit commit, IOException failure);
}
