package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recorder whose standard output a Node program sends with npm's {@code ws}. Immutable. */
record PipedPeer(String name, String recorder, String command) implements Contender {
  /** {@return ffmpeg, told to give small pieces} */
  static PipedPeer ffmpeg() {
    return new PipedPeer(
        "ffmpeg, piped into Node ws",
        "ffmpeg",
        "ffmpeg -nostdin -loglevel error -f pulse -sample_rate 44100 -channels 1"
            + " -fragment_size 2048 -i default -f s16le -flush_packets 1 -");
  }

  /** {@return PulseAudio's own recorder, told to give small pieces} */
  static PipedPeer parec() {
    return new PipedPeer(
        "parec, piped into Node ws",
        "parec",
        "parec --raw --rate=44100 --channels=1 --format=s16le --latency-msec=23");
  }

  @Override
  public String missing() {
    String modules = System.getenv("NODE_PATH");
    boolean there =
        Lab.has(recorder, "node") && modules != null && Files.isDirectory(Path.of(modules, "ws"));
    return there ? null : recorder + ", node and npm's ws";
  }

  @Override
  public Running start(Lab lab, Target target, String id) throws Exception {
    Program both =
        lab.start(
            "sh",
            "-c",
            command + " | exec node \"$@\"",
            "sh",
            lab.peer("pipe.js").toString(),
            target.webSocket(id));
    return new Running() {
      @Override
      public Map<String, Long> processes() {
        Map<String, Long> processes = new TreeMap<>();
        ProcessHandle.of(both.pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .forEach(each -> processes.put(label(each), each.pid()));
        return processes;
      }

      @Override
      public void stop() {
        both.close();
      }

      @Override
      public List<Moment> reads(List<Moment> arrived) {
        return List.of(); // The recorder's are not to be seen, and the pipe's are another thing.
      }
    };
  }

  private static String label(ProcessHandle process) {
    return process.info().command().map(c -> Path.of(c).getFileName().toString()).orElse("?");
  }
}
