package dev.tapewire.common.reply;

import dev.tapewire.common.process.Instants;
import dev.tapewire.common.process.Told;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A real process that appends replies, to be killed: each third is of several frames. What it has
 * appended it tells in a mapped file.
 */
final class ReplyProcess {
  private static final int LONG_BYTES = 250_000;

  private ReplyProcess() {}

  static Reply reply(long number) {
    return number % 3 == 2 ? Replies.ofLength(number, LONG_BYTES) : Replies.numbered(number);
  }

  /** Starts one that goes on with what is in {@code tapes}; {@code at} is where it tells. */
  static Process start(Path tapes, Path at) throws IOException {
    return Instants.start(ReplyProcess.class, tapes.toString(), at.toString());
  }

  public static void main(String[] args) throws Exception {
    SessionPaths paths = SessionPaths.of(Path.of(args[0]), "session");
    Told told = new Told(Path.of(args[1]));
    ReplyWriter writer =
        ReplyWriter.open(paths, Replies.DESTINATION, null, new SystemClock(), new Random());
    long first = 0;
    try (ReplyReader reader = ReplyReader.open(paths, Replies.DESTINATION, null)) {
      first = Replies.readOn(reader).size();
    }
    for (long number = first; ; number++) {
      writer.append(reply(number));
      told.tell(number + 1);
    }
  }
}
