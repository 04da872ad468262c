package dev.tapewire.sender;

import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the last pages of a tape as a power cut does, with a record half in them. */
final class LostPage {
  private static final int PAGE_BYTES = 4096;

  private LostPage() {}

  /** Loses as few pages as it can. {@return frames before them} */
  static long lose(SessionPaths session) throws IOException {
    Path tape;
    try (var files = Files.list(session.directory())) {
      tape = files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
    long page = Files.size(tape) / PAGE_BYTES;
    while (true) {
      try (RandomAccessFile file = new RandomAccessFile(tape.toFile(), "rw")) {
        file.setLength(page * PAGE_BYTES);
        file.setLength((page + 1) * PAGE_BYTES);
      }
      TapeFaultException fault = fault(session);
      if (fault != null && fault.recordedOver()) {
        return fault.sequence();
      }
      page--;
    }
  }

  private static TapeFaultException fault(SessionPaths session) {
    RecordView view = new RecordView();
    try (TapeReader reader = Tape.openReader(session)) {
      while (reader.poll(view)) {
        continue;
      }
      return null;
    } catch (TapeFaultException found) {
      return found;
    }
  }
}
