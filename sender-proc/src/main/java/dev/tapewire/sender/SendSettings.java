package dev.tapewire.sender;

import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.Limits;
import java.nio.file.Path;

/**
 * What a sender is to do. Immutable.
 *
 * @param tapes where sessions live
 * @param destination to whom, with the address where it is reached now
 * @param key for the destination, or null
 * @param session the one session to deliver, or null: every one that is addressed to it
 * @param joinBytesMax raw only: frames may be joined into messages up to this size; 0: never; what
 *     exceeds {@link Limits#MESSAGE_BYTES_MAX} counts as that
 * @param drainNs on the way out, give up when nothing new was confirmed for so long
 */
public record SendSettings(
    Path tapes,
    Destination destination,
    String key,
    String session,
    int joinBytesMax,
    long drainNs) {

  /** Holds a joined message to the size beyond which nothing is gained. */
  public SendSettings {
    joinBytesMax = Math.min(joinBytesMax, Limits.MESSAGE_BYTES_MAX);
  }

  /** {@return the command that delivers what is left of {@code session}} */
  String finishingCommand(String session) {
    return "tapewire send --tapes "
        + quoted(tapes.toString())
        + " --session "
        + session
        + " --to "
        + quoted(destination.name());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._:/=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
