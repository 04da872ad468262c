package dev.tapewire.common.session;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A destination that a session is addressed to, or that a sender was told of. Immutable.
 *
 * @param key of its directory in the session's, whether that is there or not
 * @param name for people
 */
public record Addressee(String key, String name) {
  /**
   * {@return all of a session, each once}
   *
   * @param to the names on its tape; a directory stands for the name that gives its key, whatever
   *     its destination is called now
   */
  public static List<Addressee> of(SessionPaths paths, List<String> to) throws IOException {
    Map<String, String> there = there(paths);
    Map<String, Addressee> all = new LinkedHashMap<>();
    for (String name : to) {
      String key = Destination.keyOf(name);
      String called = name;
      for (Map.Entry<String, String> each : there.entrySet()) {
        key = each.getValue().equals(name) ? each.getKey() : key;
      }
      if (there.containsKey(key) && !there.get(key).isEmpty()) {
        called = there.get(key);
      }
      all.putIfAbsent(key, new Addressee(key, called));
    }
    there.forEach(
        (key, name) ->
            all.putIfAbsent(
                key,
                new Addressee(key, name.isEmpty() ? "(its name is damaged: " + key + ")" : name)));
    return new ArrayList<>(all.values());
  }

  /** {@return the names by the keys of the directories; empty: damaged} */
  private static Map<String, String> there(SessionPaths paths) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    if (!Files.isDirectory(paths.destinations())) {
      return names;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(paths.destinations())) {
      for (Path directory : directories) {
        String key = directory.getFileName().toString();
        Path file = paths.destinationName(key);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          Optional<DestinationName> told = DestinationName.read(file, key);
          names.put(key, told.map(DestinationName::name).orElse(""));
        }
      }
    }
    return names;
  }
}
