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
import dev.tapewire.common.tape.Part;
import dev.tapewire.common.tape.ReplyTape;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The destinations of a recording, in one or more sessions, that answer. Confined to one thread.
 */
final class Answered {
  private final Path tapes;
  private final String session;
  private final String wanted;

  /** Looks at a session; {@code wanted} names a destination, or is null. */
  Answered(Path tapes, String session, String wanted) {
    this.tapes = tapes;
    this.session = session;
    this.wanted = wanted;
  }

  /**
   * {@return the parts that may have answers, in order: those to a replay of all are in the first}
   */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>(SessionParts.timeline(tapes, session));
    if (!parts.get(0).paths().id().equals(session)) { // It was dropped, and its directory stays.
      parts.add(0, new Part(SessionPaths.of(tapes, session), 0));
    }
    return parts;
  }

  /**
   * {@return the key of the one that answered; null: none did yet} Answers to a replay count where
   * they are asked for, or there are no others.
   *
   * @throws TapewireException if several did, and it is not said which is wanted
   */
  String key() throws IOException {
    Map<String, String> served = new TreeMap<>();
    Map<String, String> replayed = new TreeMap<>();
    for (Part part : parts()) {
      served.putAll(answered(part.paths(), served(part.paths())));
      replayed.putAll(answered(part.paths(), replayed(part.paths())));
    }
    Map<String, String> answered = served.isEmpty() ? replayed : served;
    if (answered.size() > 1) {
      throw TapewireException.usage(
          "session "
              + session
              + " has replies of several; choose one with --to: "
              + String.join(", ", answered.keySet()));
    }
    return answered.isEmpty() ? null : answered.values().iterator().next();
  }

  private static Map<String, String> answered(SessionPaths paths, Map<String, String> keys) {
    keys.values().removeIf(key -> !ReplyTape.hasBegun(paths, key));
    return keys;
  }

  /** {@return whether nothing more is to be expected of any that is wanted} */
  boolean isOver() throws IOException {
    List<Part> parts = parts();
    boolean any = false;
    for (Part part : parts) {
      Map<String, String> served = served(part.paths());
      Map<String, String> replayed = replayed(part.paths());
      boolean nobodyYet = any && served.isEmpty() && isAddressed(part.paths());
      if (nobodyYet || isAwaited(part.paths(), served, replayed)) {
        return false;
      }
      any |= !served.isEmpty() || !replayed.isEmpty();
    }
    return any && parts().size() == parts.size(); // The next begins before the one before it ends.
  }

  private boolean isAwaited(
      SessionPaths paths, Map<String, String> served, Map<String, String> replayed)
      throws IOException {
    for (String key : served.values()) {
      boolean done =
          MappedCheckpointStore.read(paths.checkpoint(key)).complete()
              || paths.abandoned(key).isSet();
      if (!done || isServed(paths, key)) {
        return true;
      }
    }
    for (String key : replayed.values()) {
      if (isLive(DirectoryLock.holder(paths.sendLock(key)))) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether a sender is to come that has not begun} */
  private boolean isAddressed(SessionPaths paths) throws IOException {
    return !isReplay(wanted) && Tape.addressed(paths).stream().anyMatch(this::isWanted);
  }

  private boolean isServed(SessionPaths paths, String key) throws IOException {
    CounterFile<SenderCounter> counters =
        CounterFile.openReader(paths.sendCounters(key), SenderCounter.class);
    return counters != null && isLive(Long.toString(counters.get(SenderCounter.PID)));
  }

  private boolean isLive(String pid) {
    return ProcessFile.live(tapes).stream().anyMatch(p -> p.get("pid").getAsString().equals(pid));
  }

  /** {@return the keys of the wanted destinations that the session is delivered to, by name} */
  private Map<String, String> served(SessionPaths paths) throws IOException {
    return isReplay(wanted) ? new TreeMap<>() : keys(paths, paths::destinationName);
  }

  private static boolean isReplay(String name) {
    return name != null && name.endsWith(Destination.REPLAY);
  }

  /** {@return the keys of the wanted destinations that it was replayed to, by name} */
  private Map<String, String> replayed(SessionPaths paths) throws IOException {
    return keys(paths, paths::replayName);
  }

  private Map<String, String> keys(SessionPaths paths, Function<String, Path> nameFile)
      throws IOException {
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
    return isReplay(name) ? name.substring(0, name.length() - Destination.REPLAY.length()) : name;
  }

  /** A destination goes by its name, by its profile alone, or as it was given to {@code --to}. */
  private boolean isWanted(String stem) {
    String asked = wanted == null ? null : stem(wanted);
    return asked == null || Destination.isMeant(asked, stem);
  }
}
