package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sessions of a recording that is split: {@code talk}, {@code talk.2}, {@code talk.3}. A name
 * alone makes no part: the header says what a session goes on from. Safe for use by any thread.
 */
public final class SessionParts {
  private static final Pattern NAME = Pattern.compile("(.+)\\.([1-9]\\d{0,8})");

  /** A dot and digits for a part a second over thirty years. */
  public static final int SUFFIX_CHARS = 10;

  private SessionParts() {}

  /** {@return the name of part {@code number}, from 1 on, of the recording {@code first}} */
  public static String name(String first, int number) {
    return number == 1 ? first : first + "." + number;
  }

  /** {@return the number of a part by its name, from 1 on} */
  public static int number(String first, String part) {
    return part.equals(first) ? 1 : Integer.parseInt(part.substring(first.length() + 1));
  }

  /** {@return the name of the first session of the recording that {@code id} is a part of} */
  public static String first(Path tapes, String id) {
    Matcher m = NAME.matcher(id);
    return m.matches() && isPart(SessionPaths.of(tapes, id)) ? m.group(1) : id;
  }

  /**
   * {@return the sessions that are there of the recording that {@code id} is a part of, in order;
   * none, if it has not begun}
   */
  public static List<SessionPaths> of(Path tapes, String id) {
    String first = first(tapes, id);
    TreeMap<Integer, SessionPaths> parts = new TreeMap<>();
    if (Tape.hasBegun(SessionPaths.of(tapes, first))) {
      parts.put(1, SessionPaths.of(tapes, first));
    }
    for (Path directory : candidates(tapes, first)) {
      SessionPaths paths = new SessionPaths(directory);
      Matcher m = NAME.matcher(paths.id());
      if (m.matches() && m.group(1).equals(first) && isPart(paths)) {
        parts.put(Integer.valueOf(m.group(2)), paths);
      }
    }
    return new ArrayList<>(parts.values());
  }

  /**
   * {@return what a name stands for, in order: the name of a recording's first session for all of
   * them, as one timeline; any other for that session alone, whether it is there or not}
   */
  public static List<Part> timeline(Path tapes, String id) {
    List<SessionPaths> parts = first(tapes, id).equals(id) ? of(tapes, id) : List.of();
    return parts.isEmpty()
        ? List.of(new Part(SessionPaths.of(tapes, id), 0))
        : parts.stream().map(paths -> new Part(paths, start(paths))).toList();
  }

  /** What can't be read is no part of anything, and keeps no other from being one. */
  private static boolean isPart(SessionPaths paths) {
    try {
      return continues(paths) != null;
    } catch (TapewireException | UncheckedIOException unreadable) {
      return false;
    }
  }

  private static List<Path> candidates(Path tapes, String first) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(tapes)) {
      return found;
    }
    try (DirectoryStream<Path> named =
        Files.newDirectoryStream(
            tapes, entry -> entry.getFileName().toString().startsWith(first + "."))) {
      named.forEach(found::add);
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't read the tapes directory " + tapes + ": " + IoReason.of(e), e);
    }
    return found;
  }

  /** {@return what the session goes on from; null: it begins a recording, or has not begun} */
  public static Continues continues(SessionPaths paths) {
    if (!Tape.hasBegun(paths)) {
      return null;
    }
    try (TapeReader tape = Tape.openReader(paths)) {
      return tape.header().continues();
    }
  }

  /** {@return where the session's first sample stands on the timeline of the whole recording} */
  public static long start(SessionPaths paths) {
    Continues before = continues(paths);
    return before == null ? 0 : before.position();
  }
}
