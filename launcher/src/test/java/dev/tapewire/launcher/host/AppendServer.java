package dev.tapewire.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server that the article's readers write: Python's {@code websockets} with its defaults, which
 * appends each message to a file and answers nothing. Confined to the test's thread.
 */
final class AppendServer {
  private final Studio studio;
  private final Path file;
  private Program program;
  private int port;
  private int lives;

  AppendServer(Studio studio, Path file, int port) throws Exception {
    this.studio = studio;
    this.file = file;
    this.port = port;
    start();
  }

  /** Starts it, again on the same port. */
  void start() throws Exception {
    program =
        studio.start(
            "append_server" + ++lives,
            Launch.peer("append_server.py", Integer.toString(port), file.toString()));
    port = Integer.parseInt(program.await("listening (\\d+)", Host.START_BOUND));
  }

  /** Kills it, as {@code kill -9} does. */
  void kill() {
    program.kill();
  }

  /** Stops it in its tracks; connections stay open and nothing is read. */
  void hang() throws Exception {
    program.signal("STOP");
  }

  /** {@return its process id} */
  long pid() {
    return program.pid();
  }

  Path file() {
    return file;
  }

  String uri() {
    return "ws://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** {@return how many bytes it has taken} */
  long bytes() throws IOException {
    return Files.size(file);
  }

  /** {@return all that it took, in the order in which it came} */
  Samples heard() throws IOException {
    return Samples.ofRaw(Files.readAllBytes(file));
  }

  /** {@return what it printed} */
  Program program() {
    return program;
  }
}
