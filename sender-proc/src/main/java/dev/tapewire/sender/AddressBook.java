package dev.tapewire.sender;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the sessions that are addressed to one destination: those that it has a directory in, and
 * those whose summary names it. A summary is read again only when it changed. Confined to the agent
 * thread.
 */
final class AddressBook {
  private final Path tapes;
  private final Destination destination;
  private final Map<String, FileTime> othersSummaries = new HashMap<>();

  AddressBook(Path tapes, Destination destination) {
    this.tapes = tapes;
    this.destination = destination;
  }

  /** {@return every session addressed to the destination, by name, which begins with the time} */
  List<SessionPaths> find() {
    List<SessionPaths> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(tapes, Files::isDirectory)) {
      for (Path entry : entries) {
        SessionPaths paths = new SessionPaths(entry);
        if (SessionId.isValid(paths.id()) && isAddressed(paths)) {
          found.add(paths);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw TapewireException.failed("can't read the tapes directory " + tapes + ": " + e, e);
    }
    found.sort(Comparator.comparing(SessionPaths::id));
    return found;
  }

  private boolean isAddressed(SessionPaths paths) {
    if (Files.isDirectory(paths.destination(destination.key()))) {
      return true;
    }
    try {
      FileTime changed = Files.getLastModifiedTime(paths.summary());
      if (changed.equals(othersSummaries.get(paths.id()))) {
        return false;
      }
      SessionSummary summary = SessionSummary.read(paths);
      if (summary != null && summary.to().contains(destination.name())) {
        return true;
      }
      othersSummaries.put(paths.id(), changed);
      return false;
    } catch (NoSuchFileException e) {
      return false; // A session that is just being made; the next look finds it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
