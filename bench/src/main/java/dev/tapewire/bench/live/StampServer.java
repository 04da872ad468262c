package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;

/** The server that notes what comes and when, {@code stamps.py}. Confined to one thread. */
final class StampServer {
  private static final Duration WRITE_BOUND = Duration.ofMinutes(2);

  private final Path notes;
  private final Program server;
  private final Contender.Target target;

  /** Starts it. */
  StampServer(Lab lab) throws Exception {
    notes = lab.directory().resolve("arrivals");
    server = lab.python(lab.peer("stamps.py"), notes.toString());
    Matcher ports = server.await("listening (\\d+) (\\d+)");
    target =
        new Contender.Target(Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
  }

  /** {@return where it listens} */
  Contender.Target target() {
    return target;
  }

  /** {@return what came; it has ended then} */
  Arrivals arrivals() throws Exception {
    server.stop();
    server.awaitSuccess(WRITE_BOUND);
    return Arrivals.read(notes);
  }
}
