package dev.tapewire.launcher.host;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeFaultException;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of a tape, read by the test itself. Confined to the test's thread. */
final class TapeRecords {
  private static final int LENGTH_MASK = 0x3FFF_FFFF;
  private static final int CHRONICLES_OWN = 0x4000_0000;

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

  /** {@return samples in the frames of one tape file, found by the layout that the docs tell} */
  static long samplesIn(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long samples = 0;
    int at = 0;
    while (at + Integer.BYTES <= bytes.limit()) {
      int word = bytes.getInt(at);
      int length = word & LENGTH_MASK;
      at += Integer.BYTES;
      if (length == 0 || at + length > bytes.limit()) {
        break;
      }
      boolean ours = (word & CHRONICLES_OWN) == 0;
      if (ours && bytes.get(at + RecordLayout.KIND_AT) == RecordKind.FRAME.code()) {
        samples += bytes.getInt(at + RecordLayout.BODY_AT);
      }
      at += (length + Integer.BYTES - 1) & -Integer.BYTES;
    }
    return samples;
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
