package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.RecordView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tape files that somebody deletes under a reader. */
class DeletedFileTest {
  private static final int FRAMES = 10;

  /** A header, an anchor and the frames. */
  private static final int RECORDS = 1 + FRAMES;

  private static final int POLLS_MAX = 1_000;

  @TempDir Path tapes;

  private TapeSession session;
  private final List<byte[]> recorded = new ArrayList<>();

  @BeforeEach
  void begin() {
    session = new TapeSession(tapes, 3);
    recorded.addAll(session.record(FRAMES));
  }

  @Test
  void aReaderThatSawTheFileNamesWhatIsMissingAndReadsOnBehindIt() throws IOException {
    recordTwoMore();
    try (TapeReader reader = session.openReader()) {
      reader.endNumber();
      Files.delete(session.files().get(1));
      assertTellsOfTheSecondFile(reader);
    }
  }

  @Test
  void aReaderThatNeverSawTheFileNamesWhatIsMissingAndReadsOnBehindIt() throws IOException {
    try (TapeReader reader = session.openReader()) {
      reader.endNumber();
      recordTwoMore();
      Files.delete(session.files().get(1));
      assertTellsOfTheSecondFile(reader);
    }
  }

  @Test
  void aReaderReadsAFileToItsEndAlthoughItIsDeletedMeanwhile() throws IOException {
    recordTwoMore();
    try (TapeReader reader = session.openReader()) {
      reader.poll(new RecordView());
      Files.delete(session.files().get(0));
      List<byte[]> read = TapeSession.pcm(TapeSession.readOn(reader));
      assertSame(recorded, read);
    }
  }

  private void recordTwoMore() {
    recorded.addAll(session.record(FRAMES));
    recorded.addAll(session.record(FRAMES));
  }

  private void assertTellsOfTheSecondFile(TapeReader reader) {
    List<byte[]> read = new ArrayList<>();
    TapeFaultException fault = readUpToDamage(reader, read);
    assertNotNull(fault);
    String missing = "records " + RECORDS + " to " + (2 * RECORDS - 1) + " are missing";
    assertTrue(fault.getMessage().contains(missing), fault.getMessage());
    assertEquals(2 * RECORDS, fault.resumeAt());
    reader.seek(fault.resumeAt());
    read.addAll(TapeSession.readOn(reader));

    List<byte[]> left = new ArrayList<>(recorded);
    left.subList(FRAMES, 2 * FRAMES).clear();
    assertSame(left, TapeSession.pcm(read));
  }

  /** Polls as a sender does: again and again. {@return the damage, or null: it found none} */
  private static TapeFaultException readUpToDamage(TapeReader reader, List<byte[]> into) {
    RecordView view = new RecordView();
    for (int i = 0; i < POLLS_MAX; i++) {
      try {
        if (reader.poll(view)) {
          into.add(TapeSession.copy(view));
        }
      } catch (TapeFaultException damage) {
        return damage;
      }
    }
    return null;
  }

  private static void assertSame(List<byte[]> expected, List<byte[]> read) {
    assertEquals(expected.size(), read.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), read.get(i), "frame " + i);
    }
  }
}
