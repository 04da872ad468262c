package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of a power cut: of the pages written since the last sync any may be lost, and so may a
 * file's length and the names of new files. What was synced is there, and the tape goes on.
 */
class PowerLossTest {
  private static final int ROUNDS = Boolean.getBoolean("tapewire.full") ? 1_000 : 8;
  private static final int PAGE_BYTES = 4096;
  private static final int[] FRAME_SAMPLES = {100, 1024, 3000, 16_000};
  private static final double[] LOST_SHARES = {0.02, 0.3, 0.7, 1};

  @TempDir private Path tapes;

  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private Random random;
  private int lostRecords;
  private int holes;

  @Test
  void whatWasSyncedIsThereAndTheTapeGoesOnWhateverPagesAreLost() throws IOException {
    System.out.println("PowerLossTest: seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      random = new Random(seed + round);
      TapeSession session = new TapeSession(tapes.resolve("r" + round), seed);
      boolean rolls = round % 8 == 7;
      for (int cut = 0; cut < 3; cut++) {
        cut(session, rolls, "seed " + seed + " round " + round + " cut " + cut);
      }
    }
    System.out.printf(
        "PowerLossTest: %d power cuts, %d records lost, %d files with pages kept behind a lost one%n",
        3 * ROUNDS, lostRecords, holes);
    assertTrue(lostRecords > 0);
  }

  private void cut(TapeSession session, boolean rolls, String what) throws IOException {
    Map<Path, byte[]> synced;
    Map<Path, byte[]> now;
    long promised;
    long appended;
    int samples = FRAME_SAMPLES[rolls ? 3 : random.nextInt(FRAME_SAMPLES.length)];
    try (TapeWriter writer = session.openWriter();
        TapeSync sync = new TapeSync(session.paths)) {
      append(writer, samples, random.nextInt(rolls ? 1_020 : 60));
      sync.sync();
      promised = writer.frames();
      synced = files(session.paths);
      append(writer, samples, random.nextInt(rolls ? 20 : 60));
      appended = writer.frames();
      now = files(session.paths);
    }
    for (Path file : now.keySet()) {
      lose(file, synced.get(file), now.get(file));
    }
    assertFalse(Tape.hasEnded(session.paths), what);
    try (TapeWriter writer = session.openWriter()) {
      assertTrue(writer.frames() >= promised, what + ": " + writer.frames() + " of " + promised);
      lostRecords += (int) (appended - writer.frames());
      append(writer, samples, 3);
      appended = writer.frames();
    }
    assertEquals(appended, checkWhole(session.paths, what), what);
  }

  private void append(TapeWriter writer, int samples, int count) {
    for (int i = 0; i < count; i++) {
      writer.frame(pcm(writer.frames(), samples), 0, samples, 1);
    }
  }

  private static byte[] pcm(long sequence, int samples) {
    byte[] pcm = new byte[samples * TapeSession.FORMAT.blockBytes()];
    new Random(sequence).nextBytes(pcm);
    return pcm;
  }

  private static Map<Path, byte[]> files(SessionPaths paths) throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    try (var names = Files.list(paths.directory())) {
      for (Path file : names.filter(f -> f.toString().endsWith(CycleName.SUFFIX)).toList()) {
        files.put(file, Files.readAllBytes(file));
      }
    }
    return files;
  }

  private void lose(Path file, byte[] synced, byte[] now) throws IOException {
    if (synced == null && random.nextInt(4) == 0) {
      Files.delete(file);
      return;
    }
    byte[] before = synced == null ? new byte[0] : synced;
    double share = LOST_SHARES[random.nextInt(LOST_SHARES.length)];
    byte[] left = now.clone();
    int firstLost = -1;
    boolean behind = false;
    for (int page = 0; page < now.length; page += PAGE_BYTES) {
      int end = Math.min(now.length, page + PAGE_BYTES);
      if (random.nextDouble() < share) {
        byte[] old = old(before, page, end);
        boolean differs = !Arrays.equals(old, 0, end - page, now, page, end);
        firstLost = differs && firstLost < 0 ? page : firstLost;
        System.arraycopy(old, 0, left, page, end - page);
      } else if (firstLost >= 0 && !isZero(now, page, end)) {
        behind = true;
      }
    }
    holes += behind ? 1 : 0;
    boolean shorter = random.nextInt(3) == 0 && before.length > 0;
    Files.write(file, shorter ? Arrays.copyOf(left, Math.min(before.length, now.length)) : left);
  }

  /** {@return what the page was at the sync; zeros where it was not there} */
  private static byte[] old(byte[] before, int page, int end) {
    int from = Math.min(page, before.length);
    return Arrays.copyOf(
        Arrays.copyOfRange(before, from, Math.min(end, before.length)), end - page);
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@return frames on the tape: all in order, each as it was appended} */
  private static long checkWhole(SessionPaths paths, String what) {
    RecordView view = new RecordView();
    long frames = 0;
    try (TapeReader reader = Tape.openReader(paths)) {
      while (reader.poll(view)) {
        if (view.is(RecordKind.FRAME)) {
          assertEquals(frames, view.frameSequence(), what);
          int from = view.framePcmOffset();
          byte[] pcm = Arrays.copyOfRange(view.bytes(), from, from + view.framePcmLength());
          assertArrayEquals(pcm(frames, pcm.length / 2), pcm, what);
          frames++;
        }
      }
    }
    return frames;
  }
}
