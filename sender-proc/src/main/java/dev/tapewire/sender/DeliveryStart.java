package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where a delivery begins: at the session's start, or, for a destination that came when the tape's
 * first files had been dropped, at the oldest record that was there then. It is noted beside the
 * checkpoint, as each hello of a delivery must say the same. Immutable.
 *
 * @param number of its first record
 * @param position where that stands
 */
record DeliveryStart(long number, long position) {
  /** Two numbers. */
  private static final int BYTES_MAX = 64;

  private static final DeliveryStart OF_SESSION = new DeliveryStart(0, 0);

  /** {@return where it begins; noted now, if it has not begun and the tape's start is gone} */
  static DeliveryStart of(
      SessionPaths paths, String key, Checkpoint confirmed, TapeReader tape, Log log)
      throws IOException {
    DeliveryStart noted = read(paths.deliveryStart(key));
    boolean begun = !confirmed.incarnation().isEmpty();
    if (begun || noted.number >= tape.firstNumber()) {
      return noted;
    }
    DeliveryStart start = new DeliveryStart(tape.firstNumber(), Tape.firstPosition(tape));
    write(paths.deliveryStart(key), start);
    log.warn(
        paths.id()
            + ": its first "
            + tape.header().format().toNs(start.position) / 1_000_000_000L
            + " s were delivered to others and dropped; delivered is what is left");
    return start;
  }

  private static DeliveryStart read(Path file) throws IOException {
    try {
      String[] parts = OwnFiles.readText(file, BYTES_MAX).strip().split(" ", -1);
      return new DeliveryStart(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    } catch (NoSuchFileException none) {
      return OF_SESSION;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException(file + " is damaged: " + IoReason.of(e), e);
    }
  }

  /** Durable before the first hello says it: after a power cut the next must say the same. */
  private static void write(Path file, DeliveryStart start) throws IOException {
    OwnFiles.replaceDurably(file, start.number + " " + start.position + "\n");
    DirectorySync.sync(file.toAbsolutePath().getParent());
  }
}
