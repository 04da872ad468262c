package dev.tapewire.sender;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.DeliveryKey;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds the sessions that are addressed to one destination: those that it has a directory in, and
 * those whose summary names it, or whose tape does where the summary can't be used. It is read
 * again only when it changed. A session that can't be looked at is told once, and keeps no other
 * from being found. Confined to the agent thread.
 */
final class AddressBook {
  /** The reason may pass, such as a directory's permissions; meanwhile it costs next to nothing. */
  private static final long AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

  private final Path tapes;
  private final Destination destination;
  private final Log log;
  private final Map<String, Look> looks = new HashMap<>();
  private final Map<String, Long> triedNs = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /** What was found in a summary of that time. */
  private record Look(FileTime changed, boolean addressed) {}

  AddressBook(Path tapes, Destination destination, Log log) {
    this.tapes = tapes;
    this.destination = destination;
    this.log = log;
  }

  /** {@return every session addressed to the destination, by name, which begins with the time} */
  List<SessionPaths> find(long nowNs) {
    List<SessionPaths> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(tapes, OwnFiles::isDirectory)) {
      for (Path entry : entries) {
        SessionPaths paths = new SessionPaths(entry);
        if (SessionId.isValid(paths.id()) && look(paths, nowNs)) {
          found.add(paths);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw TapewireException.failed(
          "can't read the tapes directory " + tapes + ": " + IoReason.of(e), e);
    }
    found.sort(Comparator.comparing(SessionPaths::id));
    return found;
  }

  private boolean look(SessionPaths paths, long nowNs) {
    String id = paths.id();
    if (nowNs - triedNs.getOrDefault(id, nowNs - AGAIN_NS) < AGAIN_NS) {
      return false;
    }
    try {
      boolean addressed = isAddressed(paths);
      triedNs.remove(id);
      return addressed;
    } catch (NoSuchFileException e) {
      return false; // A session that is just being made, or gone; the next look tells.
    } catch (IOException | RuntimeException e) {
      triedNs.put(id, nowNs);
      tell(id + " can't be looked at and is passed over: " + IoReason.of(e), e);
      return false;
    }
  }

  private void tell(String line, Exception cause) {
    if (told.add(line)) {
      log.warn(line, cause);
    }
  }

  private boolean isAddressed(SessionPaths paths) throws IOException {
    if (OwnFiles.isDirectory(paths.destination(destination.key()))
        || DeliveryKey.find(paths, destination) != null) {
      return true;
    }
    FileTime changed = changed(paths);
    Look before = looks.get(paths.id());
    if (before != null && before.changed.equals(changed)) {
      return before.addressed;
    }
    List<String> addresses = addresses(paths);
    boolean addressed =
        addresses.contains(destination.name())
            || DeliveryKey.isAddressedFormerly(paths, destination, addresses);
    if (!addressed) {
      tellOfOtherSettings(paths, addresses);
    }
    looks.put(paths.id(), new Look(changed, addressed));
    return addressed;
  }

  /** Who notes addresses on a tape without a sender knows no settings; that is worth a line. */
  private void tellOfOtherSettings(SessionPaths paths, List<String> addresses) {
    addresses.stream()
        .filter(other -> Destination.addressOf(other).equals(destination.address()))
        .filter(other -> !Files.isDirectory(paths.destination(Destination.keyOf(other))))
        .forEach(
            other ->
                tell(
                    paths.id()
                        + " is addressed to "
                        + other
                        + ", which is not "
                        + destination.name()
                        + "; it is not sent there, unless by --session "
                        + paths.id()));
  }

  private void tell(String line) {
    if (told.add(line)) {
      log.warn(line);
    }
  }

  private static FileTime changed(SessionPaths paths) throws IOException {
    try {
      return Files.getLastModifiedTime(paths.summary(), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException notYet) {
      return FileTime.fromMillis(0); // Or it was taken away: its tape tells.
    }
  }

  private List<String> addresses(SessionPaths paths) throws IOException {
    List<String> faults = new ArrayList<>();
    SessionSummary summary = SessionSummary.read(paths, faults::add);
    if (summary != null) {
      return summary.to();
    }
    List<String> onTape = Tape.addressed(paths);
    faults.forEach(
        fault -> tell(paths.id() + ": to whom it is addressed is read from its tape: " + fault));
    return onTape;
  }
}
