package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.RecordView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyReadersTest {
  private static final int READERS = 200;
  private static final int BACKLOG_FRAMES = 500;

  /** A small process has a heap of 256 MB and may read a thousand tapes. */
  private static final long BYTES_EACH_MAX = 64 * 1024;

  @TempDir Path tapes;

  @Test
  void readersThatHaveCaughtUpHoldLittle() {
    TapeSession session = new TapeSession(tapes, 1);
    RecordView record = new RecordView();
    List<TapeReader> readers = new ArrayList<>();
    try (TapeWriter writer = session.openWriter()) {
      for (int i = 0; i < BACKLOG_FRAMES; i++) {
        session.appendFrame(writer);
      }
      long before = heapBytes();
      for (int i = 0; i < READERS; i++) {
        TapeReader reader = Tape.openReader(session.paths);
        readers.add(reader);
        while (reader.poll(record)) {}
      }

      long each = (heapBytes() - before) / READERS;

      assertTrue(each < BYTES_EACH_MAX, "each holds " + each);
    } finally {
      readers.forEach(TapeReader::close);
    }
  }

  private static long heapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
