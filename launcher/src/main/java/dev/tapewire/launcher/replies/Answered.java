package dev.tapewire.launcher.replies;

import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.ReplyTape;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The destinations of a session that answer. Confined to one thread. */
final class Answered {
  private final SessionPaths paths;
  private final String wanted;

  /** Looks at a session; {@code wanted} names a destination, or is null. */
  Answered(SessionPaths paths, String wanted) {
    this.paths = paths;
    this.wanted = wanted;
  }

  /**
   * {@return the key of the one that answered; null: none did yet}
   *
   * @throws TapewireException if several did, and it is not said which is wanted
   */
  String key() throws IOException {
    Map<String, String> answered = new TreeMap<>(keys());
    answered.values().removeIf(key -> !ReplyTape.hasBegun(paths, key));
    if (answered.size() > 1) {
      throw TapewireException.usage(
          "session "
              + paths.id()
              + " has replies of several; choose one with --to: "
              + String.join(", ", answered.keySet()));
    }
    return answered.isEmpty() ? null : answered.values().iterator().next();
  }

  /** {@return whether nothing more is to be expected of any that is wanted} */
  boolean isOver() throws IOException {
    Map<String, String> keys = keys();
    for (String key : keys.values()) {
      boolean done =
          MappedCheckpointStore.read(paths.checkpoint(key)).complete()
              || paths.abandoned(key).isSet();
      if (!done || isServed(key)) {
        return false;
      }
    }
    return !keys.isEmpty();
  }

  private boolean isServed(String key) throws IOException {
    CounterFile<SenderCounter> counters =
        CounterFile.openReader(paths.sendCounters(key), SenderCounter.class);
    if (counters == null) {
      return false;
    }
    long pid = counters.get(SenderCounter.PID);
    Path tapes = paths.directory().toAbsolutePath().getParent();
    return ProcessFile.live(tapes).stream().anyMatch(live -> live.get("pid").getAsLong() == pid);
  }

  /** {@return the keys of the destinations that are wanted, by name} */
  private Map<String, String> keys() throws IOException {
    Map<String, String> keys = new TreeMap<>();
    if (!Files.isDirectory(paths.destinations())) {
      return keys;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(paths.destinations())) {
      for (Path directory : directories) {
        String key = directory.getFileName().toString();
        if (Files.exists(paths.destinationName(key))) {
          String name = Files.readString(paths.destinationName(key)).strip();
          if (isWanted(name)) {
            keys.put(name, key);
          }
        }
      }
    }
    return keys;
  }

  /** A destination goes by its name, by its profile alone, or as it was given to {@code --to}. */
  private boolean isWanted(String name) {
    return wanted == null
        || List.of(wanted, Destination.redact(wanted)).contains(name)
        || name.startsWith(wanted + "=");
  }
}
