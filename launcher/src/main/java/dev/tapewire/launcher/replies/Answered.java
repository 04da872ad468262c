package dev.tapewire.launcher.replies;

import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.process.ProcessFile;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.DestinationName;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.ReplyTape;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

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
   * {@return the key of the one that answered; null: none did yet} Answers to a replay count where
   * they are asked for, or there are no others.
   *
   * @throws TapewireException if several did, and it is not said which is wanted
   */
  String key() throws IOException {
    Map<String, String> answered = answered(served());
    if (answered.isEmpty()) {
      answered = answered(replayed());
    }
    if (answered.size() > 1) {
      throw TapewireException.usage(
          "session "
              + paths.id()
              + " has replies of several; choose one with --to: "
              + String.join(", ", answered.keySet()));
    }
    return answered.isEmpty() ? null : answered.values().iterator().next();
  }

  private Map<String, String> answered(Map<String, String> keys) {
    keys.values().removeIf(key -> !ReplyTape.hasBegun(paths, key));
    return keys;
  }

  /** {@return whether nothing more is to be expected of any that is wanted} */
  boolean isOver() throws IOException {
    Map<String, String> served = served();
    for (String key : served.values()) {
      boolean done =
          MappedCheckpointStore.read(paths.checkpoint(key)).complete()
              || paths.abandoned(key).isSet();
      if (!done || isServed(key)) {
        return false;
      }
    }
    Map<String, String> replayed = replayed();
    for (String key : replayed.values()) {
      if (isLive(DirectoryLock.holder(paths.sendLock(key)))) {
        return false;
      }
    }
    return !served.isEmpty() || !replayed.isEmpty();
  }

  private boolean isServed(String key) throws IOException {
    CounterFile<SenderCounter> counters =
        CounterFile.openReader(paths.sendCounters(key), SenderCounter.class);
    return counters != null && isLive(Long.toString(counters.get(SenderCounter.PID)));
  }

  private boolean isLive(String pid) {
    Path tapes = paths.directory().toAbsolutePath().getParent();
    return ProcessFile.live(tapes).stream().anyMatch(p -> p.get("pid").getAsString().equals(pid));
  }

  /** {@return the keys of the wanted destinations that the session is delivered to, by name} */
  private Map<String, String> served() throws IOException {
    return wanted != null && wanted.endsWith(Destination.REPLAY)
        ? new TreeMap<>()
        : keys(paths::destinationName);
  }

  /** {@return the keys of the wanted destinations that it was replayed to, by name} */
  private Map<String, String> replayed() throws IOException {
    return keys(paths::replayName);
  }

  private Map<String, String> keys(Function<String, Path> nameFile) throws IOException {
    Map<String, String> keys = new TreeMap<>();
    if (!Files.isDirectory(paths.destinations())) {
      return keys;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(paths.destinations())) {
      for (Path directory : directories) {
        String key = directory.getFileName().toString();
        DestinationName.read(nameFile.apply(key), key)
            .map(DestinationName::name)
            .filter(name -> isWanted(stem(name)))
            .ifPresent(name -> keys.put(name, key));
      }
    }
    return keys;
  }

  private static String stem(String name) {
    return name.endsWith(Destination.REPLAY)
        ? name.substring(0, name.length() - Destination.REPLAY.length())
        : name;
  }

  /** A destination goes by its name, by its profile alone, or as it was given to {@code --to}. */
  private boolean isWanted(String stem) {
    String asked = wanted == null ? null : stem(wanted);
    return asked == null || Destination.isMeant(asked, stem);
  }
}
