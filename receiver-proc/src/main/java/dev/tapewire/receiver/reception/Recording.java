package dev.tapewire.receiver.reception;

import java.io.IOException;

/** What goes on a track now, and on whose behalf. Confined to the agent thread. */
sealed interface Recording permits Reception, PlainReception {
  /** {@return where the audio goes} */
  Track track();

  /** The connection is gone, or another one took over. */
  void detach(long nowNs);

  /** The receiver stops: what is there becomes durable, the peer is told to come again. */
  void stop(long nowNs);

  /** A commit is done, or failed if {@code failure} is not null. */
  void committed(Commit commit, IOException failure, long nowNs);

  /** Does what has become due. */
  void step(long nowNs);

  /** Something went wrong that nobody foresaw: what is durable stands, all else is read anew. */
  void broken(IOException why);

  /** {@return why nothing more can be stored, or null} */
  IOException failure();

  /** {@return whether nobody is attached and nothing is under way: it can be closed} */
  boolean quiet();

  /** Lets go of the track. */
  void close() throws IOException;
}
