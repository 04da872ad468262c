package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.secret.TapeKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sealed tape: opened it is as any other, changed it does not open, without its key it is shut.
 */
class SealedTapeTest {
  private static final int FRAMES = 10;

  @TempDir Path tapes;

  private TapeKey key;
  private TapeSession session;

  @BeforeEach
  void keyed() throws IOException {
    key = SealKeys.make(tapes, 1);
    session = new TapeSession(tapes, 1, key);
  }

  @Test
  void givesTheRecordsOfAPlainTapeToWhoHasTheKey() {
    List<byte[]> frames = session.record(FRAMES);
    List<byte[]> records = session.readAll();
    List<byte[]> pcm = TapeSession.pcm(records);
    for (int i = 0; i < FRAMES; i++) {
      assertArrayEquals(frames.get(i), pcm.get(i));
    }
    for (byte[] record : records) {
      assertEquals(0, record[RecordLayout.FLAGS_AT] & RecordLayout.FLAG_SEALED);
    }
  }

  @Test
  void holdsNoAudioInTheClear() throws IOException {
    byte[] pcm = new byte[2 * TapeSession.FRAME_SAMPLES];
    byte[] pattern = "silence is golden".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(pattern, 0, pcm, 100, pattern.length);
    try (TapeWriter writer = session.openWriter()) {
      writer.frame(pcm, 0, TapeSession.FRAME_SAMPLES, 1);
    }
    for (Path file : session.files()) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains("golden"));
      assertFalse(bytes.contains("\0".repeat(100) + "silence"));
    }
    assertEquals(1, TapeSession.pcm(session.readAll()).size());
  }

  @Test
  void isCountedAndSoughtWithoutTheKey() {
    session.record(FRAMES);
    try (TapeReader reader = Tape.openReader(session.paths)) {
      assertEquals(FRAMES + 1, reader.endNumber());
      reader.seek(reader.numberAt(5L * TapeSession.FRAME_SAMPLES));
      RecordView view = new RecordView();
      assertTrue(reader.poll(view) && view.sealed());
      assertEquals(5, view.frameSequence());
      assertEquals(2 * TapeSession.FRAME_SAMPLES, view.framePcmLength());
      assertThrows(IllegalStateException.class, view::framePcmOffset);
    }
  }

  @Test
  void aFrameThatWasChangedIsDamagedAndReadingGoesOnBehindIt() throws IOException {
    session.record(FRAMES);
    for (int at : new int[] {RecordLayout.FRAME_CAPTURED_NS_AT, 500, 2_100, 2_135}) {
      byte[] before = Files.readAllBytes(session.lastFile());
      byte[] after = before.clone();
      int record = frameAt(after, 4);
      after[record + at] ^= 1;
      check(after, record);
      Files.write(session.lastFile(), after);
      opensAllBut(4);
      Files.write(session.lastFile(), before);
    }
  }

  @Test
  void aFrameInAnothersPlaceDoesNotOpen() throws IOException {
    session.record(FRAMES);
    byte[] bytes = Files.readAllBytes(session.lastFile());
    int from = frameAt(bytes, 2);
    int to = frameAt(bytes, 4);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(to + 4);
    byte[] head = java.util.Arrays.copyOfRange(bytes, to, to + RecordLayout.FRAME_PCM_AT);
    System.arraycopy(bytes, from, bytes, to, length);
    System.arraycopy(head, 0, bytes, to, head.length);
    check(bytes, to);
    Files.write(session.lastFile(), bytes);
    opensAllBut(4);
  }

  @Test
  void aFrameOfAnotherSessionOrLifeDoesNotOpen() throws IOException {
    session.record(FRAMES);
    byte[] bytes = Files.readAllBytes(session.lastFile());
    TapeSession other = new TapeSession(tapes.resolve("other"), 2, key);
    other.record(FRAMES);
    byte[] foreign = Files.readAllBytes(other.lastFile());
    int to = frameAt(bytes, 4);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(to + 4);
    System.arraycopy(foreign, frameAt(foreign, 4), bytes, to, length);
    Files.write(session.lastFile(), bytes);
    opensAllBut(4);
  }

  @Test
  void aFrameInTheClearIsNoFrameOfASealedTape() throws IOException {
    session.record(FRAMES);
    byte[] bytes = Files.readAllBytes(session.lastFile());
    int record = frameAt(bytes, 4);
    bytes[record + RecordLayout.FLAGS_AT] = 0;
    check(bytes, record);
    Files.write(session.lastFile(), bytes);
    opensAllBut(4);
  }

  @Test
  void anotherKeyOrNoneOpensNothingAndGoesOnWithNothing() throws IOException {
    session.record(FRAMES);
    TapeKey wrong = SealKeys.make(tapes, 2);
    TapeSession stranger = new TapeSession(tapes, 3, wrong);
    TapeSession none = new TapeSession(tapes, 3);
    refuses(stranger::openReader, "sealed with another key than " + wrong.file());
    refuses(stranger::openWriter, "sealed with another key");
    refuses(none::openReader, "is sealed; give its key with --encrypt-key-file");
    refuses(none::openWriter, "is sealed; give its key");
    session.record(1);
    assertEquals(FRAMES + 1, TapeSession.pcm(session.readAll()).size());
  }

  @Test
  void whoDeletesTheKeyErasesTheSession() throws IOException {
    session.record(FRAMES);
    Files.delete(session.paths.sessionKey());
    refuses(session::openReader, "its key is gone");
    refuses(session::openWriter, "its key is gone");
    refuses(new TapeSession(tapes, 3)::openWriter, "its key is gone");
    assertFalse(Files.exists(session.paths.sessionKey()));
  }

  @Test
  void aSessionInTheClearIsNotGoneOnWithSealed() {
    TapeSession plain = new TapeSession(tapes, 3);
    plain.record(FRAMES);
    refuses(session::openWriter, "is recorded in the clear");
    assertFalse(Files.exists(session.paths.sessionKey()));
    assertEquals(FRAMES, TapeSession.pcm(session.readAll()).size());
  }

  @Test
  void aKeyFileThatIsNoneIsWrongUsage() throws IOException {
    for (String text : List.of("", "abc", "z".repeat(64), "ab".repeat(31), "ab".repeat(33))) {
      Path file = tapes.resolve("bad");
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      TapewireException e = assertThrows(TapewireException.class, () -> TapeKey.read(file));
      assertEquals(ExitCode.USAGE, e.exitCode());
      assertTrue(e.getMessage().contains("is not 64 hex digits"), e.getMessage());
    }
    Files.setPosixFilePermissions(key.file(), PosixFilePermissions.fromString("rw-r--r--"));
    TapewireException e = assertThrows(TapewireException.class, () -> TapeKey.read(key.file()));
    assertTrue(e.getMessage().contains("others can read it"), e.getMessage());
  }

  /** {@return where frame {@code sequence}'s record begins in {@code file}} */
  private static int frameAt(byte[] file, int sequence) {
    ByteBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < file.length - RecordLayout.SEALED_PCM_AT; at += 4) {
      boolean frame =
          words.getInt(at + RecordLayout.LENGTH_AT) == words.getInt(Math.max(0, at - 4))
              && file[at + RecordLayout.KIND_AT] == 2;
      if (frame && words.getLong(at + RecordLayout.FRAME_SEQUENCE_AT) == sequence) {
        return at;
      }
    }
    throw new AssertionError("no frame " + sequence);
  }

  /** Makes the CRC of a record right again, as one who changed it would. */
  private static void check(byte[] file, int record) {
    ByteBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    crc.update(file, record + 4, words.getInt(record + RecordLayout.LENGTH_AT) - 4);
    words.putInt(record, (int) crc.getValue());
  }

  private void opensAllBut(int sequence) {
    try (TapeReader reader = session.openReader()) {
      RecordView view = new RecordView();
      for (int i = 0; i <= sequence; i++) {
        assertTrue(reader.poll(view));
      }
      TapeFaultException e = assertThrows(TapeFaultException.class, () -> reader.poll(view));
      assertEquals(sequence, e.sequence());
      assertTrue(e.offset() > 0, e.getMessage());
      reader.seek(e.resumeAt());
      assertEquals(FRAMES - sequence - 1, TapeSession.readOn(reader).size());
    }
  }

  private static void refuses(Executable call, String why) {
    TapewireException e = assertThrows(TapewireException.class, call);
    assertEquals(ExitCode.FAILED, e.exitCode());
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
