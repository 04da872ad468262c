package dev.tapewire.common.tape;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.fuzz.Scratch;
import dev.tapewire.common.record.RecordFuzz;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes as the files of a tape: every record that is given is right, and reading ends. */
public final class TapeFilesFuzz {
  private static final int FILES_MAX = 3;
  private static final int STEPS_MAX = 100_000;
  private static final SessionPaths PATHS = scratch();

  private TapeFilesFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    try {
      int files = 1 + input.below(FILES_MAX);
      for (int i = 0; i < FILES_MAX; i++) {
        Path file = PATHS.directory().resolve(CycleName.of(5_960_000 + i));
        if (i < files) {
          boolean repaired = input.flag();
          byte[] content = i == files - 1 ? input.rest() : input.piece();
          Files.write(file, repaired ? repaired(content) : content);
        } else {
          Files.deleteIfExists(file);
        }
      }
      read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read() {
    if (!begun()) {
      return;
    }
    try (TapeReader tape = Tape.openReader(PATHS)) {
      RecordView view = new RecordView();
      long due = tape.firstNumber();
      check(tape.endNumber() >= due, "it ends before it begins");
      for (int step = 0; step < STEPS_MAX; step++) {
        try {
          if (!tape.poll(view)) {
            return;
          }
          check(view.number() >= due, "a number came again");
          RecordFuzz.ask(view);
          due = view.number() + 1;
        } catch (TapeFaultException e) {
          if (e.resumeAt() <= due - 1 || e.resumeAt() > tape.endNumber()) {
            return;
          }
          due = e.resumeAt();
          tape.seek(due);
        }
      }
      throw new AssertionError("reading does not end");
    } catch (TapewireException | TapeFaultException e) {
      // Refused with a line.
    }
  }

  private static boolean begun() {
    try {
      return Tape.hasBegun(PATHS);
    } catch (TapewireException e) {
      return false;
    }
  }

  /** Makes lengths and CRCs along the chain of documents right. */
  private static byte[] repaired(byte[] content) {
    ByteBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at + TapeFile.WORD_BYTES <= content.length) {
      int word = words.getInt(at);
      int length = word & 0xffff;
      if (word == 0 || length < 28 || at + 4 + length > content.length) {
        break;
      }
      words.putInt(at, length);
      Input.repairRecord(content, at + 4, length);
      at = (at + 4 + length + 3) & -4;
    }
    return content;
  }

  private static SessionPaths scratch() {
    try {
      return new SessionPaths(Files.createDirectories(Scratch.directory().resolve("s")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
