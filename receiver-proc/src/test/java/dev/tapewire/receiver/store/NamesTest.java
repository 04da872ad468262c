package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.RefusedException;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names chosen to meet another session's files, or to lead out of the directory. */
final class NamesTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);

  @TempDir private Path directory;
  private final byte[] pcm = new byte[1000];
  private Path out;
  private FileShelf shelf;

  @BeforeEach
  void open() throws IOException {
    new Random(1).nextBytes(pcm);
    out = directory.resolve("out");
    shelf = Shelves.open(out, e -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x.json", "x.wav", "x.replay-1", "x.cut-1", "X", "x.ledger", "x.ledger.new"})
  void twoSessionsNeverShareAFile(String other) throws Exception {
    store(new DeliveryHead("x", "first", FORMAT, 0, 0), 0);
    store(new DeliveryHead(other, "first", FORMAT, 0, 0), 500);

    assertArrayEquals(Arrays.copyOfRange(pcm, 0, 500), audio("x"));
    assertArrayEquals(Arrays.copyOfRange(pcm, 500, 1000), audio(other));
  }

  @Test
  void aReplayGoesAroundASessionThatIsNamedAsOne() throws Exception {
    store(new DeliveryHead("x.replay-1", "first", FORMAT, 0, 0), 0);
    store(new DeliveryHead("x", "again", FORMAT, 0, 0), 500);

    assertArrayEquals(Arrays.copyOfRange(pcm, 0, 500), audio("x.replay-1"));
    assertArrayEquals(Arrays.copyOfRange(pcm, 500, 1000), audio("x.replay-2"));
  }

  @Test
  void aSessionDoesNotGoOnWithAReplaysFiles() throws Exception {
    store(new DeliveryHead("x", "again", FORMAT, 0, 0), 0);
    DeliveryHead same = new DeliveryHead("x.replay-1", "first", FORMAT, 0, 0);

    RefusedException refused = assertThrows(RefusedException.class, () -> shelf.open(same));

    assertEquals(CloseCode.BAD_MESSAGE, refused.code());
    assertArrayEquals(Arrays.copyOfRange(pcm, 0, 500), audio("x.replay-1"));
  }

  @Test
  void aReplayMayBeCalledAsPlainAudioIs() throws Exception {
    DeliveryHead replay = new DeliveryHead("x", FileTrack.PLAIN, FORMAT, 0, 0);
    store(replay, 0);

    Track again = shelf.open(replay);

    assertEquals(1, again.stored().states().size());
    again.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.wav", ".tapewire/x.lock"})
  void writesThroughNoLinkThatSomebodyLeftThere(String link) throws Exception {
    Path outside = directory.resolve("outside");
    Files.createSymbolicLink(out.resolve(link), outside);
    DeliveryHead head = new DeliveryHead("x", "first", FORMAT, 0, 0);

    assertThrows(IOException.class, () -> shelf.open(head));
    assertFalse(Files.exists(outside));
  }

  @ParameterizedTest
  @ValueSource(strings = {".tapewire/x.ledger.new", ".tapewire/x.json.new"})
  void writesNothingOutsideByWayOfAFileThatItReplaces(String link) throws Exception {
    Path outside = directory.resolve("outside");
    Files.writeString(outside, "mine");
    Files.createSymbolicLink(out.resolve(link), outside);

    store(new DeliveryHead("x", "first", FORMAT, 0, 0), 0);

    assertEquals("mine", Files.readString(outside));
    assertArrayEquals(Arrays.copyOfRange(pcm, 0, 500), audio("x"));
  }

  /** Stores half of the audio, from {@code from} on. */
  private void store(DeliveryHead head, int from) throws IOException {
    Track track = shelf.open(head);
    try {
      track.append(pcm, from, pcm.length / 2);
      String life = "ab".repeat(16);
      String digest = "0".repeat(64);
      DeliveryState state = new DeliveryState(2, 250, 1, 0, digest, life, false, false);
      track.commit(new Commit(state, List.of(), null));
      track.summary("{}");
    } finally {
      track.close();
    }
  }

  private byte[] audio(String name) throws IOException {
    byte[] file = Files.readAllBytes(out.resolve(name + ".wav"));
    return Arrays.copyOfRange(file, WavHeader.length(FORMAT), file.length);
  }
}
