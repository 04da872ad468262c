package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tapes made to keep a reader busy: each is read to its end, in time in line with its length. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CraftedTapeTest {
  @TempDir Path temp;

  private record Found(int records, int faults) {}

  /** Reads as a command does that passes over damage. */
  private static Found read(TapeSession session) {
    int records = 0;
    int faults = 0;
    RecordView view = new RecordView();
    try (TapeReader reader = session.openReader()) {
      long end = reader.endNumber();
      while (reader.next() < end) {
        try {
          if (!reader.poll(view)) {
            break;
          }
          records++;
        } catch (TapeFaultException e) {
          faults++;
          reader.seek(Math.min(end, e.resumeAt()));
        }
      }
    }
    return new Found(records, faults);
  }

  @Test
  void veryManyDamagedRecordsOfOneFile() throws IOException {
    TapeSession session = new TapeSession(temp, 1);
    final int gaps = 40_000;
    session.record(1);
    appendGaps(session, gaps);
    Path file = session.lastFile();
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int damaged = 0;
    for (int at = 0; at + 44 < bytes.length; at += 4) {
      if (words.getInt(at) == 40 && words.getInt(at + 8) == 40) {
        bytes[at + 4 + 32] ^= 1; // In the gap's samples; its lengths stay right.
        damaged++;
      }
    }
    Files.write(file, bytes);
    assertEquals(gaps, damaged);
    assertEquals(new Found(4, gaps), read(session));
  }

  /** Without the summary, which is written again at each gap. */
  private static void appendGaps(TapeSession session, int count) throws IOException {
    Path directory = session.paths.directory();
    DeadLife.clear(directory);
    TapeIndex index = new TapeIndex(directory);
    TapeEnd end = new TapeEnd(index);
    TapeAppender tape = new TapeAppender(directory, index.newestCycle(), index.newestCycle() + 1);
    tape.begin(end.header, end);
    for (int i = 0; i < count; i++) {
      tape.gap(1, GapReason.OVERRUN);
    }
    tape.frame(new byte[2048], 0, 1024, 1);
    tape.close();
  }

  @Test
  void aFileInWhichEachWordLooksLikeTheLengthOfARecord() throws IOException {
    TapeSession session = new TapeSession(temp, 1);
    session.record(2);
    byte[] junk = new byte[24 << 20];
    ByteBuffer words = ByteBuffer.wrap(junk).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(0xA0000001);
    while (words.hasRemaining()) {
      words.putInt(120_000);
    }
    append(session.lastFile(), junk);
    Found found = read(session);
    assertEquals(3, found.records);
    assertTrue(found.faults <= 1, found::toString);
  }

  @Test
  void aHoleOfATebibyte() throws IOException {
    TapeSession session = new TapeSession(temp, 1);
    session.record(2);
    append(session.lastFile(), new byte[] {1, 0, 0, (byte) 0xA0});
    try (RandomAccessFile file = new RandomAccessFile(session.lastFile().toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertEquals(3, read(session).records);
    assertEquals(1, session.record(1).size());
  }

  /** Behind the last record, where the writer's end mark stands. */
  private static void append(Path file, byte[] junk) throws IOException {
    try (TapeFile tape = new TapeFile(file);
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      while (tape.peek() == TapeFile.Step.RECORD) {
        tape.advance();
      }
      out.seek(tape.offset());
      out.write(junk);
    }
  }
}
