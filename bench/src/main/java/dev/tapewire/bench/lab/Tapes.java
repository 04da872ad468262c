package dev.tapewire.bench.lab;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A directory of tapes, and the processes of Tapewire that work in it. Immutable. */
public record Tapes(Path directory) {
  /** {@return the processes that run on these tapes, by name} */
  public Map<String, Long> processes() throws IOException {
    Map<String, Long> processes = new TreeMap<>();
    Path registry = directory.resolve(".tapewire");
    if (!Files.isDirectory(registry)) {
      return processes;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(registry, "*.json")) {
      for (Path file : files) {
        String text = Files.readString(file);
        if (!text.isEmpty()) {
          JsonObject process = JsonParser.parseString(text).getAsJsonObject();
          processes.put(process.get("name").getAsString(), process.get("pid").getAsLong());
        }
      }
    }
    return processes;
  }

  /** {@return what stands where in a session} */
  public SessionPaths session(String id) {
    return SessionPaths.of(directory, id);
  }

  /** {@return frames on a tape, or 0 before there are any} */
  public long frames(String id) throws IOException {
    Path file = session(id).captureCounters();
    try (CounterFile<CaptureCounter> counters =
        CounterFile.openReader(file, CaptureCounter.class)) {
      return counters == null ? 0 : counters.get(CaptureCounter.FRAMES);
    }
  }
}
