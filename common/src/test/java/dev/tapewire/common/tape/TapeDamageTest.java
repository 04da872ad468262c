package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.RecordView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut, a bad disk or a copy may leave, and what is made of it. */
class TapeDamageTest {
  /** Of random cuts; the seed that printed is in the message of the assertion. */
  private static final int ROUNDS = 40;

  @TempDir Path tapes;

  @Test
  void goesOnAfterTheLastValidRecordWhereverTheTapeWasCut() throws IOException {
    long seed = 733;
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      TapeSession session = new TapeSession(tapes.resolve("cut" + round), seed + round);
      List<byte[]> first = session.record(60);
      List<byte[]> second = session.record(40);
      Path file = session.lastFile();
      long at = random.nextLong(Files.size(file) + 1);
      boolean zeros = round % 2 == 0;
      cut(file, at, zeros);
      List<byte[]> third = session.record(30);
      List<byte[]> read = TapeSession.pcm(session.readAll());
      String what = "seed " + seed + " round " + round + " at " + at + " zeros " + zeros;
      int kept = read.size() - 60 - 30;
      assertTrue(kept >= 0 && kept <= 40, what + " kept " + kept);
      List<byte[]> expected = new ArrayList<>(first);
      expected.addAll(second.subList(0, kept));
      expected.addAll(third);
      assertSame(expected, read, what);
    }
  }

  @Test
  void aCutTapeIsReadUpToTheCut() throws IOException {
    TapeSession session = new TapeSession(tapes, 8);
    List<byte[]> frames = session.record(50);
    long size = Files.size(session.lastFile());
    cut(session.lastFile(), size - 3_000, false);
    List<byte[]> read = TapeSession.pcm(session.readAll());
    assertEquals(48, read.size());
    assertSame(frames.subList(0, 48), read, "cut");
  }

  @Test
  void aReaderThatWasFartherSaysThatTheTapeWasCutBackAndAnotherReadsOn() throws IOException {
    TapeSession session = new TapeSession(tapes, 8);
    session.record(50);
    try (TapeReader reader = session.openReader()) {
      TapeSession.readOn(reader);
      cut(session.lastFile(), Files.size(session.lastFile()) - 3_000, false);
      session.record(5);
      RecordView view = new RecordView();
      TapeFaultException fault = assertThrows(TapeFaultException.class, () -> reader.poll(view));
      assertTrue(fault.cutBack(), fault.getMessage());
    }
    assertEquals(48 + 5, TapeSession.pcm(session.readAll()).size());
  }

  @Test
  void aReaderAtALostPageReadsOnOnceAWriterWentOnThere() throws IOException {
    TapeSession session = new TapeSession(tapes, 8);
    List<byte[]> frames = new ArrayList<>(session.record(50));
    Path file = session.lastFile();
    cut(file, Files.size(file) - 3_000, true);
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      pages.setLength((pages.length() / TapeFile.PAGE_BYTES + 1) * TapeFile.PAGE_BYTES);
    }
    try (TapeReader reader = session.openReader()) {
      List<byte[]> read = new ArrayList<>();
      for (int times = 0; times < 2; times++) {
        TapeFaultException fault =
            assertThrows(TapeFaultException.class, () -> readInto(reader, read));
        assertTrue(fault.recordedOver(), fault.getMessage());
        assertEquals(read.size(), fault.number());
      }
      int kept = TapeSession.pcm(read).size();
      frames.subList(kept, frames.size()).clear();
      frames.addAll(session.record(5));
      readInto(reader, read);
      assertSame(frames, TapeSession.pcm(read), "kept " + kept);
    }
  }

  @Test
  void numbersThatACutTookAreGivenAgainByANewIncarnation() throws IOException {
    TapeSession session = new TapeSession(tapes, 9);
    String first;
    try (TapeWriter writer = session.openWriter()) {
      first = writer.header().incarnation();
      for (int i = 0; i < 20; i++) {
        session.appendFrame(writer);
      }
      writer.end();
    }
    cut(session.lastFile(), Files.size(session.lastFile()) - 10_000, true);
    try (TapeWriter writer = session.openWriter();
        TapeReader reader = Tape.openReader(session.paths)) {
      TapeReader.Span before = reader.span(first);
      assertTrue(before.to() < 21 && before.to() > 10, before.toString());
      assertEquals(before.to(), reader.span(writer.header().incarnation()).from());
      assertEquals(writer.frames() * 1024, writer.position());
    }
  }

  @Test
  void namesTheFrameWithAFlippedByteAndReadsOnBehindIt() throws IOException {
    TapeSession session = new TapeSession(tapes, 10);
    List<byte[]> frames = session.record(100);
    Path file = session.lastFile();
    long start = offsetOf(file, 50);
    for (int delta = 0; delta < RecordLayout.FRAME_PCM_AT + 300; delta++) {
      long at = start + delta;
      flip(file, at);
      try (TapeReader reader = Tape.openReader(session.paths)) {
        List<byte[]> read = new ArrayList<>();
        TapeFaultException fault =
            assertThrows(TapeFaultException.class, () -> readInto(reader, read), "byte " + delta);
        assertEquals(51, fault.number());
        assertEquals(50, fault.sequence());
        assertEquals(file.getFileName().toString(), fault.file());
        reader.seek(fault.resumeAt());
        assertEquals(52, reader.next());
        readInto(reader, read);
        List<byte[]> expected = new ArrayList<>(frames);
        expected.remove(50);
        assertSame(expected, TapeSession.pcm(read), "byte " + delta);
      }
      flip(file, at);
    }
  }

  @Test
  void aFileWithADamagedHeaderIsReadOnBehindIt() throws IOException {
    TapeSession session = new TapeSession(tapes, 11);
    session.record(10);
    session.record(10);
    flip(session.lastFile(), offsetOf(session.lastFile(), -1) + 60);
    try (TapeReader reader = Tape.openReader(session.paths)) {
      List<byte[]> read = new ArrayList<>();
      TapeFaultException fault =
          assertThrows(TapeFaultException.class, () -> readInto(reader, read));
      assertEquals(11, fault.number());
      reader.seek(fault.resumeAt());
      readInto(reader, read);
      assertEquals(20, TapeSession.pcm(read).size());
    }
  }

  @Test
  void nothingRightInTheRestOfAFileIsOneFaultAndNotOneForEachRecord() throws IOException {
    TapeSession session = new TapeSession(tapes, 17);
    session.record(100);
    Path file = session.lastFile();
    session.record(10);
    long from = offsetOf(file, 50);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (int) from, bytes.length, (byte) 0x7F);
    Files.write(file, bytes);
    try (TapeReader reader = Tape.openReader(session.paths)) {
      List<byte[]> read = new ArrayList<>();
      TapeFaultException fault =
          assertThrows(TapeFaultException.class, () -> readInto(reader, read));
      assertEquals(51, fault.number());
      assertEquals(101, fault.resumeAt()); // Where the second file begins.
      reader.seek(fault.resumeAt());
      readInto(reader, read);
      assertEquals(50 + 10, TapeSession.pcm(read).size());
    }
  }

  @Test
  void goesOnWithATapeThatHasDamageInItsMiddle() throws IOException {
    TapeSession session = new TapeSession(tapes, 12);
    session.record(100);
    flip(session.lastFile(), offsetOf(session.lastFile(), 50) + 1);
    try (TapeWriter writer = session.openWriter()) {
      assertEquals(100, writer.frames());
      assertEquals(100 * 1024, writer.position());
    }
  }

  @Test
  void damageToWhatChronicleKeepsInAFileStopsNoRecording() throws IOException {
    TapeSession session = new TapeSession(tapes, 16);
    int frames = 0;
    for (int at = 4; at < 180; at += 7) {
      session.record(1);
      flip(session.lastFile(), at);
      frames += 1;
    }
    List<byte[]> read = new ArrayList<>();
    try (TapeReader reader = Tape.openReader(session.paths)) {
      while (reader.next() < reader.endNumber()) {
        try {
          readInto(reader, read);
        } catch (TapeFaultException headerPassedOver) {
          reader.seek(headerPassedOver.resumeAt());
        }
      }
    }
    assertEquals(frames, TapeSession.pcm(read).size());
  }

  @Test
  void aTapeOfANewerFormatIsOneClearLine() throws IOException {
    TapeSession session = new TapeSession(tapes, 13);
    session.record(1);
    Path file = session.lastFile();
    long header = offsetOf(file, -1);
    byte[] bytes = Files.readAllBytes(file);
    int length = (bytes[(int) header] & 0xFF) | (bytes[(int) header + 1] & 0xFF) << 8;
    bytes[(int) header + 4 + RecordLayout.BODY_AT] = 2;
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(bytes, (int) header + 8, length - 4);
    java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt((int) header + 4, (int) crc.getValue());
    Files.write(file, bytes);
    for (org.junit.jupiter.api.function.Executable open :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> Tape.openReader(session.paths), session::openWriter)) {
      TapewireException e = assertThrows(TapewireException.class, open);
      assertEquals(ExitCode.FAILED, e.exitCode());
      assertTrue(e.getMessage().contains("format 2 is newer"), e.getMessage());
    }
  }

  @Test
  void aCopyMadeWhileItIsWrittenReadsUpToTheCopy() throws IOException {
    TapeSession session = new TapeSession(tapes, 14);
    TapeSession copy = new TapeSession(tapes.resolve("copies"), 14);
    List<byte[]> frames = new ArrayList<>();
    try (TapeWriter writer = session.openWriter()) {
      for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 4_000; i++) {
          frames.add(session.appendFrame(writer));
        }
        copy(session.paths.directory(), copy.paths.directory());
        assertSame(frames, TapeSession.pcm(copy.readAll()), "round " + round);
      }
    }
    List<byte[]> more = copy.record(5);
    frames.addAll(more);
    assertSame(frames, TapeSession.pcm(copy.readAll()), "recorded on");
  }

  @Test
  void readingChangesNothingInTheDirectory() throws IOException {
    TapeSession session = new TapeSession(tapes, 15);
    session.record(10);
    assertTrue(session.paths.directory().toFile().setWritable(false));
    List<String> before = listing(session);
    assertEquals(10, TapeSession.pcm(session.readAll()).size());
    assertEquals(before, listing(session));
    assertTrue(session.paths.directory().toFile().setWritable(true));
  }

  private static List<String> listing(TapeSession session) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(session.paths.directory())) {
      for (Path file : files.sorted().toList()) {
        lines.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return lines;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(file.getFileName().toString()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void readInto(TapeReader reader, List<byte[]> records) {
    RecordView view = new RecordView();
    while (reader.poll(view)) {
      records.add(TapeSession.copy(view));
    }
  }

  private static void assertSame(List<byte[]> expected, List<byte[]> actual, String what) {
    assertEquals(expected.size(), actual.size(), what);
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), what + " frame " + i);
    }
  }

  /** Where the document of the file's nth frame starts; -1: its header. */
  private static long offsetOf(Path path, int nth) throws IOException {
    try (TapeFile file = new TapeFile(path)) {
      file.peek();
      for (int i = -1; i < nth; i++) {
        file.advance();
        assertEquals(TapeFile.Step.RECORD, file.peek());
      }
      return file.offset();
    }
  }

  private static void flip(Path path, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int value = file.read();
      file.seek(at);
      file.write(value ^ 0x10);
    }
  }

  private static void cut(Path path, long at, boolean zeros) throws IOException {
    long size = Files.size(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(at);
      if (zeros) {
        channel.write(java.nio.ByteBuffer.allocate(1), size);
      }
    }
  }
}
