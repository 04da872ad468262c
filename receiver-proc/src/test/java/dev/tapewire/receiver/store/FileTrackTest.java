package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.RefusedException;
import dev.tapewire.receiver.reception.Shelf;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.StoredGap;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FileTrackTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final String LIFE = "ab".repeat(16);

  @TempDir private Path out;
  private final byte[] pcm = new byte[4000];
  private IOException failure;
  private FileShelf shelf;

  @BeforeEach
  void fill() throws IOException {
    new Random(1).nextBytes(pcm);
    shelf = shelf();
  }

  @Test
  void holdsWhatWasCommittedWhenItIsOpenedAgain() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(3, 500)));
    track.append(pcm, 1000, 1000);
    track.close();
    assertNull(failure);

    Track again = shelf.open(head("talk"));

    assertEquals(List.of(state(3, 500)), again.stored().states());
    again.append(pcm, 1000, 500);
    again.commit(commit(state(4, 750)));
    again.close();
    assertArrayEquals(Arrays.copyOf(pcm, 1500), samples("talk.wav"));
  }

  @Test
  void isPlayableAtEveryCommit() throws Exception {
    Track track = shelf.open(head("talk"));
    assertEquals(0, samples("talk.wav").length);
    for (int i = 1; i <= 3; i++) {
      track.append(pcm, (i - 1) * 1000, 1000);
      track.commit(commit(state(i, 500 * i)));
      track.append(pcm, i * 1000, 0);
      assertArrayEquals(Arrays.copyOf(pcm, i * 1000), samples("talk.wav"));
    }
    track.close();
  }

  @Test
  void passesOverATornEntryOfTheLedger() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(3, 500)));
    track.append(pcm, 1000, 1000);
    track.commit(commit(state(4, 1000)));
    track.close();
    Path ledger = out.resolve(".tapewire/talk.ledger");
    byte[] whole = Files.readAllBytes(ledger);
    List<String> lines = Files.readAllLines(ledger);
    int secondAt = lines.get(0).length() + lines.get(1).length() + 2;

    for (int length = secondAt; length < whole.length; length += 7) {
      Files.write(ledger, Arrays.copyOf(whole, length));
      Track torn = shelf.open(head("talk"));
      assertEquals(List.of(state(3, 500)), torn.stored().states(), "cut at " + length);
      torn.append(pcm, 1000, 1000);
      torn.commit(commit(state(4, 1000)));
      torn.close();
      assertArrayEquals(whole, Files.readAllBytes(ledger));
    }
  }

  @Test
  void passesOverAnEntryWithAFlippedBit() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(3, 500)));
    track.append(pcm, 1000, 1000);
    track.commit(commit(state(4, 1000)));
    track.close();
    Path ledger = out.resolve(".tapewire/talk.ledger");
    byte[] bytes = Files.readAllBytes(ledger);
    bytes[bytes.length - 20] ^= 1;
    Files.write(ledger, bytes);

    Track again = shelf.open(head("talk"));

    assertEquals(List.of(state(3, 500)), again.stored().states());
    again.close();
  }

  @Test
  void goesBackToWhatAShortenedWavStillHolds() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(3, 500)));
    track.append(pcm, 1000, 1000);
    track.commit(commit(state(4, 1000)));
    track.close();
    try (var channel = Files.newByteChannel(out.resolve("talk.wav"), StandardOpenOption.WRITE)) {
      channel.truncate(WavHeader.length(FORMAT) + 1500);
    }

    Track again = shelf.open(head("talk"));

    assertEquals(List.of(state(3, 500)), again.stored().states());
    again.append(pcm, 0, 2);
    assertArrayEquals(Arrays.copyOf(pcm, 1000), samples("talk.wav"));
    again.close();
  }

  @Test
  void startsOverIfTheWavIsGone() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(3, 500)));
    track.close();
    Files.delete(out.resolve("talk.wav"));

    Track again = shelf.open(head("talk"));

    assertEquals(Stored.NOTHING.states(), again.stored().states());
    again.close();
  }

  @Test
  void keepsAsideAWavThatItKnowsNothingOf() throws Exception {
    Files.write(out.resolve("talk.wav"), pcm);

    shelf.open(head("talk")).close();

    assertArrayEquals(pcm, Files.readAllBytes(out.resolve("talk.cut-1.wav")));
    assertEquals(0, samples("talk.wav").length);
  }

  @Test
  void keepsAsideWhatItTakesBack() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(3, 500)));
    track.append(pcm, 1000, 2000);
    track.commit(commit(state(4, 1500)));

    track.cut(commit(state(3, 500)), true);

    assertNull(failure);
    assertArrayEquals(Arrays.copyOfRange(pcm, 1000, 3000), samples("talk.cut-1.wav"));
    assertArrayEquals(Arrays.copyOf(pcm, 1000), samples("talk.wav"));
    track.close();
    Track again = shelf.open(head("talk"));
    assertEquals(List.of(state(3, 500)), again.stored().states());
    again.close();
  }

  @Test
  void remembersGapsUpToItsNewestState() throws Exception {
    StoredGap gap = new StoredGap(100, 50, GapReason.SOURCE_STALLED);
    Track track = shelf.open(head("talk"));
    track.silence(150);
    track.commit(new Commit(state(2, 150), List.of(gap), null));
    track.close();

    Track again = shelf.open(head("talk"));

    assertEquals(List.of(gap), again.stored().gaps());
    assertArrayEquals(new byte[300], samples("talk.wav"));
    again.close();
  }

  @Test
  void holdsOnlyWhatARewriteSays() throws Exception {
    Track track = shelf.open(head("talk"));
    track.append(pcm, 0, 1000);
    track.commit(commit(state(2, 100)));
    track.commit(commit(state(3, 200)));
    Stored kept = new Stored(List.of(state(2, 100), state(4, 500)), List.of());
    track.commit(new Commit(state(4, 500), List.of(), kept));
    track.close();

    Track again = shelf.open(head("talk"));

    assertEquals(kept, again.stored());
    again.close();
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void writesTheSilenceOfEveryEncoding(Encoding encoding) throws Exception {
    PcmFormat format = new PcmFormat(8000, 1, encoding);
    DeliveryHead head = new DeliveryHead("quiet", "first", format, 0, 0);
    Track track = shelf.open(head);
    byte[] sound = Arrays.copyOf(pcm, 3 * format.blockBytes());
    track.append(sound, 0, sound.length);
    track.silence(100_000);
    track.append(sound, 0, sound.length);
    track.commit(commit(state(2, 100_006)));
    track.close();

    byte[] file = Files.readAllBytes(out.resolve("quiet.wav"));
    int at = WavHeader.length(format);
    byte[] silence = new byte[100_000 * format.blockBytes()];
    Arrays.fill(silence, encoding.silence());
    assertArrayEquals(sound, Arrays.copyOfRange(file, at, at + sound.length));
    int silenceAt = at + sound.length;
    int end = silenceAt + silence.length;
    assertArrayEquals(silence, Arrays.copyOfRange(file, silenceAt, end));
    assertArrayEquals(sound, Arrays.copyOfRange(file, end, end + sound.length));
    assertEquals(0, file.length % 2);
  }

  @Test
  void endsOddAudioAtAnEvenByteAndGoesOnFromTheOddOne() throws Exception {
    PcmFormat format = new PcmFormat(8000, 1, Encoding.MULAW);
    DeliveryHead head = new DeliveryHead("odd", "first", format, 0, 0);
    Track track = shelf.open(head);
    track.append(pcm, 0, 7);
    track.commit(commit(state(2, 7)));
    assertEquals(WavHeader.length(format) + 8, Files.size(out.resolve("odd.wav")));
    track.close();

    Track again = shelf.open(head);
    again.append(pcm, 7, 5);
    again.commit(commit(state(3, 12)));
    again.close();

    assertArrayEquals(Arrays.copyOf(pcm, 12), samples("odd.wav"));
  }

  @Test
  void givesEachReplayASmallNumberThatItKeeps() throws Exception {
    DeliveryHead one = new DeliveryHead("talk", "r-one", FORMAT, 0, 0);
    DeliveryHead two = new DeliveryHead("talk", "r-two", FORMAT, 5, 100);
    shelf.open(one).close();
    shelf.open(two).close();

    Track again = shelf().open(two);

    assertEquals("talk.replay-2", again.name());
    assertEquals("talk.replay-1", shelf.open(one).name());
    again.close();
  }

  @Test
  void refusesAnotherFormatUnderTheSameName() throws Exception {
    shelf.open(head("talk")).close();
    PcmFormat stereo = new PcmFormat(8000, 2, Encoding.S16LE);

    RefusedException e =
        assertThrows(
            RefusedException.class,
            () -> shelf.open(new DeliveryHead("talk", "first", stereo, 0, 0)));

    assertEquals(CloseCode.BAD_MESSAGE, e.code());
  }

  @Test
  void letsGoOfTheLockWhenAnOpeningFails() throws Exception {
    Files.createDirectory(out.resolve("talk.wav"));
    for (int i = 0; i < 3; i++) {
      assertThrows(IOException.class, () -> shelf.open(head("talk")));
    }
    Files.delete(out.resolve("talk.wav"));

    shelf.open(head("talk")).close();
  }

  @Test
  void replacesTheSummaryInOneStep() throws Exception {
    Track track = shelf.open(head("talk"));
    track.summary("one");
    track.summary("two");
    track.close();

    assertEquals("two", Files.readString(out.resolve("talk.json")));
    assertFalse(Files.exists(out.resolve(".tapewire/talk.json.new")));
  }

  @Test
  void leavesOnlyTheAudioOfAPlainClient() throws Exception {
    Shelf.PlainTrack plain = shelf.openPlain(FORMAT);
    Shelf.PlainTrack other = shelf.openPlain(FORMAT);
    plain.track().append(pcm, 0, 100);
    plain.track().commit(commit(state(1, 50)));
    plain.track().close();
    other.track().close();

    String name = plain.track().name();
    assertTrue(name.matches("plain-\\d{8}T\\d{6}Z-1"), name);
    assertTrue(other.track().name().endsWith("Z-2"), other.track().name());
    assertArrayEquals(Arrays.copyOf(pcm, 100), samples(name + ".wav"));
    assertFalse(Files.exists(out.resolve(".tapewire/" + name + ".ledger")));
  }

  @Test
  void becomesRf64PastFourGibibytes() throws Exception {
    Track track = shelf.open(head("long"));
    long samples = 3L << 30;
    track.silence(samples);
    track.append(pcm, 0, 1000);
    track.commit(commit(state(2, samples + 500)));
    track.close();

    try (var in = Files.newInputStream(out.resolve("long.wav"))) {
      byte[] header = in.readNBytes(WavHeader.length(FORMAT));
      assertArrayEquals(WavHeader.of(FORMAT, 2 * samples + 1000), header);
      assertEquals("RF64", new String(header, 0, 4, StandardCharsets.US_ASCII));
    }
    Track again = shelf.open(head("long"));
    assertEquals(List.of(state(2, samples + 500)), again.stored().states());
    again.close();
  }

  private FileShelf shelf() throws IOException {
    return Shelves.open(out, e -> failure = e);
  }

  private static DeliveryHead head(String session) {
    return new DeliveryHead(session, "first", FORMAT, 0, 0);
  }

  private static DeliveryState state(long next, long position) {
    return new DeliveryState(next, position, next, 0, "0".repeat(64), LIFE, false, false);
  }

  private static Commit commit(DeliveryState state) {
    return new Commit(state, List.of(), null);
  }

  private byte[] samples(String wav) throws Exception {
    try (var in = AudioSystem.getAudioInputStream(out.resolve(wav).toFile())) {
      return in.readAllBytes();
    }
  }
}
