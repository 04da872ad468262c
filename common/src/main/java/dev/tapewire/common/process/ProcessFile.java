package dev.tapewire.common.process;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a running process tells of itself, in {@code TAPES/.tapewire/PID.json}: {@code {name, pid,
 * started_at, to}} and what else it wants to tell. A file whose process died says nothing. Safe for
 * use by any thread.
 */
public final class ProcessFile {
  /** The directory of process files under a tapes directory. */
  public static final String DIRECTORY = ".tapewire";

  /** A supervisor of 8 destinations, each name as long as a tape takes, stays far below. */
  private static final int BYTES_MAX = 1 << 20;

  // The boot time that start times are counted from moves when the clock is set.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

  private ProcessFile() {}

  /** {@return the file of process {@code pid}} */
  static Path of(Path tapes, long pid) {
    return tapes.resolve(DIRECTORY).resolve(pid + ".json");
  }

  /** Replaces {@code file} by one that says {@code content}; a reader sees the old or the new. */
  static void write(Path file, JsonObject content) throws IOException {
    OwnFiles.replace(file, content.toString());
  }

  /** {@return whether process {@code pid} has entered its scope: from then on it takes signals} */
  public static boolean isEntered(Path tapes, long pid) {
    return Files.exists(of(tapes, pid));
  }

  /** {@return what every live process under {@code tapes} tells of itself, oldest id first} */
  public static List<JsonObject> live(Path tapes) {
    return live(tapes, passedOver -> {});
  }

  /**
   * {@return what every live process under {@code tapes} tells of itself, oldest id first}
   *
   * @param fault is told of each file that is none of ours, by name; it is passed over
   */
  public static List<JsonObject> live(Path tapes, Consumer<String> fault) {
    List<JsonObject> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(tapes.resolve(DIRECTORY), "*.json")) {
      for (Path file : files) {
        read(file, fault).filter(ProcessFile::isLive).ifPresent(found::add);
      }
    } catch (NoSuchFileException nothingRanHere) {
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + tapes.resolve(DIRECTORY), e);
    }
    found.sort((a, b) -> Long.compare(a.get("pid").getAsLong(), b.get("pid").getAsLong()));
    return found;
  }

  /** Takes away what processes left behind that were killed. */
  public static void sweep(Path tapes) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(tapes.resolve(DIRECTORY), "*.json")) {
      for (Path file : files) {
        Optional<JsonObject> content = read(file, passedOver -> {});
        if (content.isPresent() && !isLive(content.get())) {
          Files.deleteIfExists(file);
          Files.deleteIfExists(Path.of(file.toString().replaceFirst("json$", "bell")));
        }
      }
    } catch (NoSuchFileException nothingRanHere) {
      return;
    }
  }

  private static Optional<JsonObject> read(Path file, Consumer<String> fault) {
    try {
      JsonObject o = JsonParser.parseString(OwnFiles.readText(file, BYTES_MAX)).getAsJsonObject();
      if (ProcessForm.isRight(o) && file.endsWith(o.get("pid").getAsLong() + ".json")) {
        return Optional.of(o);
      }
      fault.accept(file + ": is no process file of ours");
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException e) {
      fault.accept(IoReason.withFile(e));
    } catch (JsonParseException | IllegalStateException half) {
      fault.accept(file + ": is damaged"); // Written by a power cut, not by us.
    }
    return Optional.empty();
  }

  private static boolean isLive(JsonObject content) {
    Optional<ProcessHandle> process = ProcessHandle.of(content.get("pid").getAsLong());
    if (process.isEmpty() || ProcessState.of(process.get().pid()) == ProcessState.GONE) {
      return false;
    }
    Optional<Instant> started = process.get().info().startInstant();
    try {
      Instant told = Instant.parse(content.get("started_at").getAsString());
      return started.isEmpty()
          || Duration.between(told, started.get()).abs().compareTo(START_TOLERANCE) < 0;
    } catch (DateTimeParseException | ArithmeticException | NullPointerException untold) {
      return true;
    }
  }
}
