package dev.tapewire.common.session;

import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * To whom a session is owed: each destination that it is addressed to, until that one has confirmed
 * the end or the user abandoned it. Immutable.
 *
 * @param to the names of those destinations
 * @param addressed whether there is any destination, owed or not
 */
public record Owed(List<String> to, boolean addressed) {
  /** Copies the list. */
  public Owed {
    to = List.copyOf(to);
  }

  /** Reads it from beside the tape; changes nothing there. */
  public static Owed of(SessionPaths paths, SessionSummary summary) throws IOException {
    Set<String> names = new LinkedHashSet<>(summary.to());
    names.addAll(served(paths));
    Set<String> owed = new LinkedHashSet<>();
    for (String name : names) {
      String key = Destination.keyOf(name);
      boolean complete =
          summary.ended() && MappedCheckpointStore.read(paths.checkpoint(key)).complete();
      if (!complete && !paths.abandoned(key).isSet()) {
        owed.add(name);
      }
    }
    return new Owed(List.copyOf(owed), !names.isEmpty());
  }

  /** Destinations that a sender was told of and the tape was not. */
  private static Set<String> served(SessionPaths paths) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    if (Files.isDirectory(paths.destinations())) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(paths.destinations())) {
        for (Path directory : directories) {
          Path name = paths.destinationName(directory.getFileName().toString());
          DestinationName.read(name).ifPresent(names::add);
        }
      }
    }
    return names;
  }

  /** {@return whether someone was to have it, and nobody is owed it: it may go} */
  public boolean isNothing() {
    return addressed && to.isEmpty();
  }
}
