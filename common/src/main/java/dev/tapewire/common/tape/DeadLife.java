package dev.tapewire.common.tape;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Clears away what a writer that died left half done, before a new one opens the queue. Done under
 * the session's lock.
 */
final class DeadLife {
  /** Ends the name of a tape file that was set aside. */
  static final String BROKEN_SUFFIX = ".broken";

  private static final String METADATA = "metadata.cq4t";

  private DeadLife() {}

  /**
   * Clears away.
   *
   * <p>Chronicle's own table goes every time: it may be half made, it may hold the write lock of a
   * process that is dead or, worse, has our own id again (in a container it is always 1), and it
   * holds nothing that the tape needs. A newest file without a record, made in a roll that death
   * cut short, is set aside; its cycle is given out again, so that cycles stay dense.
   */
  static void clear(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(METADATA));
    TapeIndex index = new TapeIndex(directory);
    int newest = index.newestCycle();
    if (newest >= 0 && (index.entries().isEmpty() || index.last().cycle() < newest)) {
      Path file = directory.resolve(CycleName.of(newest));
      Path aside = file.resolveSibling(file.getFileName() + BROKEN_SUFFIX);
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Ends a tape file behind its last document, so that Chronicle waits for nothing in it. What
   * stands behind is cut off, unless there are records in it: they are void, but they are audio.
   */
  static void seal(Path path) throws IOException {
    long at;
    boolean recordsBehind;
    try (TapeFile file = new TapeFile(path)) {
      TapeFile.Step step = file.peek();
      while (step == TapeFile.Step.RECORD || (step == TapeFile.Step.BROKEN && file.resync())) {
        if (step == TapeFile.Step.RECORD) {
          file.advance();
        }
        step = file.peek();
      }
      at = file.offset();
      recordsBehind = file.resync();
    }
    byte[] word = new byte[TapeFile.WORD_BYTES];
    ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).putInt(TapeFile.END_OF_FILE);
    try (RandomAccessFile out = OwnFiles.random(path, "rw")) {
      out.seek(at);
      out.write(word);
      if (!recordsBehind) {
        out.setLength(at + word.length);
      }
    }
  }
}
