package dev.tapewire.sender;

import java.io.IOException;
import java.net.URI;

/**
 * Starts our own receiver for a destination {@code received:DIR}, for as long as a command needs
 * it. The launcher brings it, because this module knows nothing of the receiver.
 */
public interface OwnReceiver {
  /** Starts a receiver that writes to {@code directory} and waits until it listens. */
  Running start(String directory) throws IOException, InterruptedException;

  /** A receiver that runs. */
  interface Running extends AutoCloseable {
    /** {@return where it listens} */
    URI uri();

    /** Stops it in good order. */
    @Override
    void close();
  }
}
