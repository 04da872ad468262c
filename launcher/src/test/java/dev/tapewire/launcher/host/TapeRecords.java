package dev.tapewire.launcher.host;

import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of a tape, read by the test itself. Confined to the test's thread. */
final class TapeRecords {
  private TapeRecords() {}

  /** {@return the records that end at or before {@code samples} on the timeline} */
  static List<byte[]> below(Path session, long samples) {
    List<byte[]> records = new ArrayList<>();
    RecordView view = new RecordView();
    try (TapeReader tape = Tape.openReader(new SessionPaths(session))) {
      while (tape.poll(view) && view.endPosition() <= samples) {
        records.add(Arrays.copyOfRange(view.bytes(), view.offset(), view.offset() + view.length()));
      }
    }
    return records;
  }

  /** {@return samples on the timeline, up to the first damage} */
  static long samples(Path session) {
    long end = 0;
    RecordView view = new RecordView();
    try (TapeReader tape = Tape.openReader(new SessionPaths(session))) {
      while (tape.poll(view)) {
        end = view.endPosition();
      }
    } catch (TapeFaultException firstDamage) {
      return end;
    }
    return end;
  }

  /** {@return whether {@code kept} begins with all of {@code promised}} */
  static boolean same(List<byte[]> promised, List<byte[]> kept) {
    for (int i = 0; i < promised.size(); i++) {
      if (i >= kept.size() || !Arrays.equals(promised.get(i), kept.get(i))) {
        return false;
      }
    }
    return true;
  }
}
