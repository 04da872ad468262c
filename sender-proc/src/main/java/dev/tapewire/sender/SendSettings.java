package dev.tapewire.sender;

import com.google.gson.JsonPrimitive;
import dev.tapewire.common.cli.ShellWord;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.Limits;
import dev.tapewire.sender.link.Approach;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a sender is to do. Immutable.
 *
 * @param tapes where sessions live
 * @param destination to whom, with the address where it is reached now
 * @param approach how the destination is reached
 * @param session the one session to deliver, or null: every one that is addressed to it
 * @param joinBytesMax raw only: frames may be joined into messages up to this size; 0: never; what
 *     exceeds {@link Limits#MESSAGE_BYTES_MAX} counts as that
 * @param drainNs on the way out, give up when nothing new was confirmed for so long
 * @param spins whether live tapes are looked at without a pause, for a whole core
 * @param tapeKey opens sealed sessions, or null
 */
public record SendSettings(
    Path tapes,
    Destination destination,
    Approach approach,
    String session,
    int joinBytesMax,
    long drainNs,
    boolean spins,
    TapeKey tapeKey) {

  /** The member of a process file that tells of {@code --tls-insecure}. */
  private static final String INSECURE = "insecure";

  /** Holds a joined message to the size beyond which nothing is gained. */
  public SendSettings {
    joinBytesMax = Math.min(joinBytesMax, Limits.MESSAGE_BYTES_MAX);
  }

  /** Settings that cost little, without a key for sealed sessions. */
  public SendSettings(
      Path tapes,
      Destination destination,
      Approach approach,
      String session,
      int joinBytesMax,
      long drainNs) {
    this(tapes, destination, approach, session, joinBytesMax, drainNs, false, null);
  }

  /** {@return the command that delivers what is left of {@code session}} */
  String finishingCommand(String session) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("tapewire", "send", "--tapes", tapes.toString(), "--session", session));
    words.addAll(List.of("--to", destination.address()));
    words.addAll(approach.options());
    if (tapeKey != null) {
      words.addAll(List.of(TapeKey.OPTION, tapeKey.file().toString()));
    }
    return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
  }

  /** Tells what was asked for and has no meaning for this destination. */
  void warnIfUseless(Log log) {
    boolean mayBeRaw = destination.profile().equals("raw") || destination.profile().equals("auto");
    if (joinBytesMax > 0 && !mayBeRaw) {
      log.warn("--join is for raw; " + destination.name() + " has messages of its own size");
    }
  }

  /** Says so aloud, here and in {@code status}, if whoever answers is taken for the destination. */
  void warnIfInsecure(ProcessScope scope, Log log) {
    if (!approach.tls().insecure()) {
      return;
    }
    log.warn(
        "--tls-insecure: whoever answers is taken for "
            + destination.name()
            + " and gets the audio and the key; drop it for anything but a trial");
    try {
      scope.publish(INSECURE, new JsonPrimitive(true));
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't write to the tapes directory " + tapes + ": " + IoReason.of(e), e);
    }
  }
}
