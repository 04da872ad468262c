package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Python program that reads the microphone with PyAudio. Immutable. */
record PythonPeer(String name, String program, String compression) implements Contender {
  private static final String ARTICLE = "article";

  /** {@return the article's program, only its address replaced} */
  static PythonPeer article() {
    return new PythonPeer("the article's program", ARTICLE, "default");
  }

  /** {@return the same, without the compression that its library asks for by default} */
  static PythonPeer articleUncompressed() {
    return new PythonPeer("the same, compression off", ARTICLE, "plain");
  }

  /** {@return the competent version} */
  static PythonPeer careful() {
    return new PythonPeer("a careful asyncio version", "careful.py", "default");
  }

  /** {@return the floor} */
  static PythonPeer plainTcp() {
    return new PythonPeer("plain TCP, Python (floor)", "plain_tcp.py", "default");
  }

  @Override
  public String missing() {
    return Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/websockets"))
        ? null
        : "Debian's python3-websockets and python3-pyaudio; .ci/run installs them";
  }

  @Override
  public Running start(Lab lab, Target target, String id) throws Exception {
    Path notes = lab.directory().resolve(id + ".reads");
    Path file = program.equals(ARTICLE) ? lab.article() : lab.peer(program);
    String uri = program.startsWith("plain") ? target.plain(id) : target.webSocket(id);
    Program timed =
        lab.python(lab.peer("timed.py"), notes.toString(), uri, file.toString(), compression);
    return new Running() {
      @Override
      public Map<String, Long> processes() {
        return Map.of("python", timed.pid());
      }

      @Override
      public void stop() {
        timed.close(); // The article's program ends no other way.
      }

      @Override
      public List<Moment> reads(List<Moment> arrived) throws Exception {
        return ReadNotes.read(notes, arrived.isEmpty() ? 0 : arrived.get(0).from());
      }
    };
  }
}
