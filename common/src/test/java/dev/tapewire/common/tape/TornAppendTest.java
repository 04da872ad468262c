package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A frame's append that stopped after any of its bytes. Chronicle marks the document as being
 * written, writes the record, keeps its index, and sets the length last: a word, whole or not at
 * all. Without the length the frame is not there and the tape goes on; with it, it is.
 */
@Timeout(1800)
class TornAppendTest {
  private static final boolean FULL = Boolean.getBoolean("tapewire.full");

  /** One in so many prefixes is tried. */
  private static final int TRY_EVERY = FULL ? 1 : 80;

  private static final int FRAMES = 5;
  private static final int BEING_WRITTEN = 0x80000000;

  @TempDir private Path tapes;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private TapeSession session;
  private Path file;
  private byte[] before;
  private byte[] after;
  private int tried;
  private double openMsMax;

  /** Takes a tape's file as it is before an append and after it; nothing else is changed. */
  @BeforeEach
  void append() throws IOException {
    session = new TapeSession(tapes.resolve("whole"), seed);
    try (TapeWriter writer = session.openWriter()) {
      for (int i = 0; i < FRAMES; i++) {
        append(writer, i);
      }
      file = session.lastFile();
      before = Files.readAllBytes(file);
      append(writer, FRAMES);
      after = Files.readAllBytes(file);
    }
  }

  @Test
  void isThereOnlyOnceItsLengthIs() throws IOException {
    int word = document();
    int bytes = 4 + length(after, word);
    assertTrue(bytes > 2 * TapeSession.FRAME_SAMPLES, "the document: " + bytes);
    Random random = new Random(seed);
    for (int index = 0; index < 2; index++) {
      for (int written = 4; written <= bytes; written++) {
        if (random.nextInt(TRY_EVERY) == 0 || written == bytes) {
          byte[] torn = torn(word, written, index == 1);
          ByteBuffer.wrap(torn).order(ByteOrder.LITTLE_ENDIAN).putInt(word, BEING_WRITTEN);
          check(torn, FRAMES, written + " bytes of " + bytes + ", index " + index);
        }
      }
    }
    byte[] nothingButMarked = before.clone();
    ByteBuffer.wrap(nothingButMarked).order(ByteOrder.LITTLE_ENDIAN).putInt(word, BEING_WRITTEN);
    check(nothingButMarked, FRAMES, "marked");
    check(before, FRAMES, "nothing");
    check(torn(word, bytes, false), FRAMES + 1, "all but the index");
    check(after, FRAMES + 1, "all");
    System.out.printf(
        "TornAppendTest: %d states of an append of %d bytes (seed %d), open in %.0f ms at most%n",
        tried, bytes, seed, openMsMax);
  }

  /** {@return what is there once so many bytes of the document are, and maybe the file's index} */
  private byte[] torn(int word, int written, boolean index) {
    byte[] torn = (index ? after : before).clone();
    int end = word + 4 + length(after, word);
    System.arraycopy(before, word, torn, word, end - word);
    System.arraycopy(after, word, torn, word, written);
    return torn;
  }

  /** {@return where the length of the document stands that was appended} */
  private int document() {
    byte[] pcm = WriterProcess.pcm(FRAMES);
    int at = 0;
    while (!Arrays.equals(after, at, at + pcm.length, pcm, 0, pcm.length)) {
      at++;
    }
    for (int word = at & -4; word > at - 256; word -= 4) {
      boolean free = ByteBuffer.wrap(before).order(ByteOrder.LITTLE_ENDIAN).getInt(word) == 0;
      if (free && word + 4 + length(after, word) == at + pcm.length) {
        return word;
      }
    }
    throw new AssertionError("no length before the frame at " + at);
  }

  private static int length(byte[] bytes, int word) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(word);
  }

  private void check(byte[] torn, int frames, String what) throws IOException {
    Path copy = tapes.resolve("copy");
    copy(torn, copy);
    SessionPaths paths = new SessionPaths(copy);
    assertEquals(frames, frames(paths), what + ", read");
    long beganNs = System.nanoTime();
    try (TapeWriter writer =
        Tape.openWriter(paths, TapeSession.WANTED, session.clock, new Random(seed))) {
      openMsMax = Math.max(openMsMax, (System.nanoTime() - beganNs) / 1e6);
      assertEquals(frames, writer.frames(), what);
      append(writer, frames);
    }
    assertEquals(frames + 1, frames(paths), what + ", gone on with");
    tried++;
    try (var files = Files.walk(copy)) {
      for (Path path : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Makes of {@code torn} the tape's newest file; without its zeros, which a hole stands for. */
  private void copy(byte[] torn, Path copy) throws IOException {
    Files.createDirectories(copy);
    Path from = session.paths.directory();
    Path info = from.resolve("session.json");
    Files.copy(info, copy.resolve(info.getFileName()));
    int used = torn.length;
    while (torn[used - 1] == 0) {
      used--;
    }
    try (FileChannel channel =
        FileChannel.open(
            copy.resolve(file.getFileName()),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(torn, 0, used));
      channel.write(ByteBuffer.wrap(new byte[1]), torn.length - 1);
    }
  }

  private static void append(TapeWriter writer, long sequence) {
    writer.frame(WriterProcess.pcm(sequence), 0, TapeSession.FRAME_SAMPLES, 1);
  }

  /** {@return how many frames a reader gives, each as it was appended} */
  private static int frames(SessionPaths paths) {
    List<byte[]> pcm;
    try (TapeReader reader = Tape.openReader(paths)) {
      pcm = new ArrayList<>(TapeSession.pcm(TapeSession.readOn(reader)));
    }
    for (int i = 0; i < pcm.size(); i++) {
      assertArrayEquals(WriterProcess.pcm(i), pcm.get(i), "frame " + i);
    }
    return pcm.size();
  }
}
