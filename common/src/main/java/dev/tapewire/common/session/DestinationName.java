package dev.tapewire.common.session;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file beside a tape says of a destination: its name. Beside it {@code whole} has the
 * CRC-32C of the name, in hex. Earlier versions did not write that, and left the values of a query
 * and the settings out of the name. Immutable.
 *
 * @param name of the destination
 * @param whole whether nothing that tells destinations apart is left out of it
 */
public record DestinationName(String name, boolean whole) {
  /** An address of a destination is 8 KiB at most on a tape. */
  private static final int BYTES_MAX = 16 * 1024;

  private static final String WHOLE = "whole";

  /**
   * {@return what {@code file} says}
   *
   * @param key of the directory that it is in; earlier versions made that of the name
   * @return empty: there is none, or nothing that we wrote
   */
  public static Optional<DestinationName> read(Path file, String key) {
    String name = text(file);
    if (!name.isEmpty() && text(file.resolveSibling(WHOLE)).equals(mark(name))) {
      return Optional.of(new DestinationName(name, true));
    }
    return Destination.keyOf(name).equals(key)
        ? Optional.of(new DestinationName(name, false))
        : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return OwnFiles.readText(file, BYTES_MAX).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Writes that the directory of {@code file} is the destination's that is called {@code name}. The
   * mark comes first: a death in between leaves the name that was there, and that it was not whole.
   */
  public static void write(Path file, String name) throws IOException {
    OwnFiles.replaceDurably(file.resolveSibling(WHOLE), mark(name) + "\n");
    OwnFiles.replaceDurably(file, name);
  }

  private static String mark(String name) {
    CRC32C crc = new CRC32C();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
