package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Track;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WAV and ledger that do not fit together: a hello changes nothing, and nothing is ever lost. */
final class MendingTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final DeliveryHead HEAD = new DeliveryHead("talk", "first", FORMAT, 0, 0);
  private static final int HEAD_BYTES = WavHeader.length(FORMAT);
  private static final int GROUP_BYTES = 1000;
  private static final int GROUPS = 4;

  @TempDir private Path out;
  private final byte[] pcm = new byte[GROUP_BYTES * GROUPS];
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private IOException failure;
  private FileShelf shelf;
  private Path wav;
  private Path ledger;

  @BeforeEach
  void receive() throws IOException {
    new Random(1).nextBytes(pcm);
    shelf = Shelves.telling(out, e -> failure = e, told);
    wav = out.resolve("talk.wav");
    ledger = out.resolve(".tapewire/talk.ledger");
    Track track = shelf.open(HEAD);
    for (int i = 0; i < GROUPS; i++) {
      track.append(pcm, GROUP_BYTES * i, GROUP_BYTES);
      track.commit(commit(state(i + 1)));
    }
    track.summary("whole");
    track.close();
    assertNull(failure);
    assertEquals("", told());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsOnBehindADamagedLine(int line) throws Exception {
    damage(line);

    Track again = helloChangesNothing();

    assertEquals(state(GROUPS), newest(again));
    assertTrue(told().contains("warning: talk: damaged lines in its ledger: 1"), told());
    again.commit(commit(state(GROUPS).completed()));
    again.close();
    assertArrayEquals(pcm, audio(wav));
    assertTrue(Files.exists(out.resolve(".tapewire/talk.ledger.damaged-1")));
    assertEquals(state(GROUPS).completed(), newest(shelf.open(HEAD)));
  }

  @Test
  void keepsAsideWhatADamagedLastLineVouchedFor() throws Exception {
    damage(GROUPS);

    Track again = helloChangesNothing();

    assertEquals(state(GROUPS - 1), newest(again));
    assertKeepsAside(again, GROUPS - 1);
  }

  @Test
  void keepsAsideWhatIsBeyondAnOlderLedger() throws Exception {
    List<String> lines = Files.readAllLines(ledger);
    Files.writeString(ledger, String.join("\n", lines.subList(0, 2)) + "\n");

    Track again = helloChangesNothing();

    assertEquals(state(1), newest(again));
    assertKeepsAside(again, 1);
  }

  @Test
  void keepsAsideWhatIsBeyondALedgerThatWasCutOff() throws Exception {
    byte[] bytes = Files.readAllBytes(ledger);
    Files.write(ledger, Arrays.copyOf(bytes, bytes.length - 9));

    Track again = helloChangesNothing();

    assertKeepsAside(again, GROUPS - 1);
  }

  @Test
  void keepsAsideWhatSomebodyWroteBehindTheEnd() throws Exception {
    Track ending = shelf.open(HEAD);
    ending.commit(commit(ended()));
    ending.close();
    Files.write(wav, new byte[] {1, 2, 3, 4}, StandardOpenOption.APPEND);

    Track again = helloChangesNothing();
    again.commit(commit(ended().completed()));
    again.close();

    assertNull(failure);
    assertArrayEquals(pcm, audio(wav));
    assertArrayEquals(new byte[] {1, 2, 3, 4}, audio(out.resolve("talk.cut-1.wav")));
  }

  @Test
  void cutsOffWithoutAWordWhatACrashLeft() throws Exception {
    Files.write(wav, new byte[] {1, 2, 3, 4}, StandardOpenOption.APPEND);

    Track again = helloChangesNothing();
    again.append(pcm, 0, 2);
    again.commit(
        commit(new DeliveryState(9, GROUP_BYTES * 2 + 1, 9, 0, "0".repeat(64), "", false, false)));
    again.close();

    assertEquals("", told());
    assertEquals(HEAD_BYTES + GROUP_BYTES * GROUPS + 2, Files.size(wav));
    assertFalse(Files.exists(out.resolve("talk.cut-1.wav")));
  }

  @Test
  void keepsTheWholeFileWhereTooMuchIsBeyond() throws Exception {
    damage(GROUPS);
    try (FileChannel channel = FileChannel.open(wav, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {7}), 1L << 30);
    }
    Track again = helloChangesNothing();

    assertThrows(IOException.class, () -> again.append(pcm, 0, 2));
    again.close();

    assertEquals((1L << 30) + 1, Files.size(out.resolve("talk.cut-1.wav")));
    Track over = shelf.open(HEAD);
    assertEquals(List.of(), over.stored().states());
    over.close();
  }

  @Test
  void keepsEverythingAsideIfTheLedgersHeadIsDamaged() throws Exception {
    byte[] before = Files.readAllBytes(wav);
    damage(0);

    Track again = shelf.open(HEAD);

    assertEquals(List.of(), again.stored().states());
    again.close();
    assertArrayEquals(before, Files.readAllBytes(out.resolve("talk.cut-1.wav")));
    assertTrue(Files.exists(out.resolve(".tapewire/talk.ledger.damaged-1")));
    assertTrue(told().contains("talk: its ledger is damaged, and is kept in"), told());
    assertTrue(told().contains("it is kept in talk.cut-1.wav"), told());
  }

  @Test
  void keepsAsideAndTellsIfTheLedgerIsGone() throws Exception {
    byte[] before = Files.readAllBytes(wav);
    Files.delete(ledger);

    shelf.open(HEAD).close();

    assertArrayEquals(before, Files.readAllBytes(out.resolve("talk.cut-1.wav")));
    assertTrue(told().contains("it is kept in talk.cut-1.wav"), told());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":2}",
        "{\"next\":null,\"position\":1}",
        "{\"gap_at\":{},\"samples\":1}",
        "{\"next\":1e999999999}"
      })
  void leavesALedgerOfALaterVersionAlone(String json) throws Exception {
    Files.writeString(ledger, line(json), StandardOpenOption.APPEND);

    assertLeftAlone();
  }

  @Test
  void leavesAloneWhatIsNoFileAtAll() throws Exception {
    Path elsewhere = Files.move(ledger, out.resolve("elsewhere"));
    Files.createSymbolicLink(ledger, elsewhere);
    assertLeftAlone();
    Files.delete(ledger);
    Files.createDirectory(ledger);
    assertLeftAlone();
    Files.delete(ledger);
    assertEquals(0, new ProcessBuilder("mkfifo", ledger.toString()).start().waitFor());
    assertLeftAlone();
    Files.delete(ledger);
    Files.move(elsewhere, ledger);
    try (FileChannel channel = FileChannel.open(ledger, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {7}), Ledger.BYTES_MAX);
    }
    assertLeftAlone();
  }

  @Test
  void leavesTheSummaryOfAudioThatItsLedgerCantVouchForAnyMore() throws Exception {
    damage(GROUPS);
    Track again = shelf.open(HEAD);
    again.summary("less");
    assertEquals("whole", Files.readString(out.resolve("talk.json")));

    again.append(pcm, 0, 2);
    again.summary("less");
    again.close();

    assertEquals("less", Files.readString(out.resolve("talk.json")));
  }

  @Test
  void writesASummaryThatIsMissing() throws Exception {
    damage(GROUPS);
    Files.delete(out.resolve("talk.json"));
    Track again = shelf.open(HEAD);

    again.summary("new");

    assertEquals("new", Files.readString(out.resolve("talk.json")));
    again.close();
  }

  @Test
  void acknowledgesNothingOfAFileThatWasRemoved() throws Exception {
    Track again = shelf.open(HEAD);
    Files.delete(wav);

    again.commit(commit(state(GROUPS).completed()));

    assertNotNull(failure);
    assertTrue(failure.getMessage().endsWith("was removed while it was written"), "" + failure);
    again.close();
    assertEquals(List.of(), shelf.open(HEAD).stored().states());
    assertTrue(told().contains("the WAV holds less than its ledger says"), told());
  }

  @Test
  void acknowledgesNothingOfAFileThatWasReplaced() throws Exception {
    Track again = shelf.open(HEAD);
    Files.move(wav, out.resolve("moved.wav"));
    Files.copy(out.resolve("moved.wav"), wav);

    again.commit(commit(state(GROUPS).completed()));

    assertTrue(failure.getMessage().contains("was replaced by another file"), "" + failure);
    again.close();
  }

  @Test
  void acknowledgesNothingWithoutItsLedger() throws Exception {
    Track again = shelf.open(HEAD);
    Files.delete(ledger);

    again.commit(commit(state(GROUPS).completed()));

    assertNotNull(failure);
    again.close();
  }

  private Track helloChangesNothing() throws IOException {
    byte[] wavBefore = Files.size(wav) > 1 << 20 ? null : Files.readAllBytes(wav);
    byte[] ledgerBefore = Files.readAllBytes(ledger);
    shelf.open(HEAD).close();
    told.reset();
    Track track = shelf.open(HEAD);
    track.summary("other");
    if (wavBefore != null) {
      assertArrayEquals(wavBefore, Files.readAllBytes(wav));
    }
    assertArrayEquals(ledgerBefore, Files.readAllBytes(ledger));
    assertFalse(Files.exists(out.resolve("talk.cut-1.wav")));
    return track;
  }

  private void assertKeepsAside(Track track, int kept) throws IOException {
    track.append(pcm, GROUP_BYTES * kept, 10);
    track.commit(commit(state(GROUPS)));
    track.close();

    byte[] aside = audio(out.resolve("talk.cut-1.wav"));
    assertArrayEquals(Arrays.copyOfRange(pcm, GROUP_BYTES * kept, pcm.length), aside);
    assertEquals(HEAD_BYTES + GROUP_BYTES * kept + 10, Files.size(wav));
    assertTrue(told().contains("is kept in talk.cut-1.wav"), told());
  }

  private void assertLeftAlone() throws IOException {
    byte[] before = Files.readAllBytes(wav);
    assertThrows(IOException.class, () -> shelf.open(HEAD));
    assertArrayEquals(before, Files.readAllBytes(wav));
    assertEquals("", told());
  }

  private void damage(int line) throws IOException {
    List<String> lines = Files.readAllLines(ledger);
    int at = 0;
    for (String before : lines.subList(0, line)) {
      at += before.length() + 1;
    }
    byte[] bytes = Files.readAllBytes(ledger);
    bytes[at + 20] ^= 1;
    Files.write(ledger, bytes);
  }

  private static String line(String json) {
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x %s%n", crc.getValue(), json);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private static byte[] audio(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertArrayEquals(
        WavHeader.of(FORMAT, bytes.length - HEAD_BYTES), Arrays.copyOf(bytes, HEAD_BYTES));
    return Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
  }

  private static DeliveryState newest(Track track) throws IOException {
    List<DeliveryState> states = track.stored().states();
    return states.get(states.size() - 1);
  }

  private static DeliveryState state(int groups) {
    return new DeliveryState(
        groups, GROUP_BYTES / 2 * groups, groups, 0, "0".repeat(64), "", false, false);
  }

  private static DeliveryState ended() {
    return new DeliveryState(
        GROUPS + 1, GROUP_BYTES / 2 * GROUPS, GROUPS, 0, "0".repeat(64), "", true, false);
  }

  private static Commit commit(DeliveryState state) {
    return new Commit(state, List.of(), null);
  }
}
