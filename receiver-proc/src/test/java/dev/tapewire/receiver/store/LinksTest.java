package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and pipes in a directory of received files lead nowhere. */
@Timeout(60)
final class LinksTest {
  private static final DeliveryHead HEAD =
      new DeliveryHead("talk", "first", new PcmFormat(8000, 1, Encoding.S16LE), 0, 0);

  @TempDir private Path directory;
  private final byte[] treasure = new byte[5000];
  private Path out;
  private Path victim;

  @BeforeEach
  void make() throws IOException {
    out = Files.createDirectories(directory.resolve("out"));
    Files.createDirectories(out.resolve(".tapewire"));
    victim = Files.write(directory.resolve("victim"), treasure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "talk.wav",
        "talk.json",
        ".tapewire/talk.ledger",
        ".tapewire/talk.lock",
        ".tapewire/talk.json.new",
        ".tapewire/talk.ledger.new"
      })
  void nothingIsWrittenThroughALink(String name) throws Exception {
    Files.createSymbolicLink(out.resolve(name), victim);

    receive();

    assertArrayEquals(treasure, Files.readAllBytes(victim));
  }

  @ParameterizedTest
  @ValueSource(strings = {"talk.wav", ".tapewire/talk.ledger", ".tapewire/talk.lock"})
  void nobodyWaitsForAPipe(String name) throws Exception {
    String pipe = out.resolve(name).toString();
    assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());

    assertThrows(IOException.class, () -> Shelves.open(out, e -> {}).open(HEAD));
  }

  @Test
  void theDirectoryForLedgersIsNoLink() throws Exception {
    Files.delete(out.resolve(".tapewire"));
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(out.resolve(".tapewire"), elsewhere);

    assertThrows(IOException.class, () -> Shelves.open(out, e -> {}));
  }

  @Test
  void theDirectoryThatAPersonNamesMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), out);
    Track track = Shelves.open(link, e -> assertEquals(null, e)).open(HEAD);
    track.append(treasure, 0, 100);
    track.commit(commit());
    track.close();
    assertTrue(Files.size(out.resolve("talk.wav")) > 100);
  }

  @Test
  void whatAKillLeftIsSweptButNotWhatAnotherReceiverWritesNow() throws Exception {
    Path old = Files.createFile(out.resolve("talk.json.0123456789abcdef.new"));
    Path now = Files.createFile(out.resolve(".tapewire/talk.ledger.0123456789abcdef.new"));
    Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(0));
    Files.setLastModifiedTime(
        now, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis()));

    Shelves.open(out, e -> {});

    assertFalse(Files.exists(old));
    assertTrue(Files.exists(now));
  }

  private void receive() throws IOException {
    try {
      Track track = Shelves.open(out, e -> {}).open(HEAD);
      try {
        track.append(treasure, 0, 100);
        track.commit(commit());
        track.summary("summary");
      } finally {
        track.close();
      }
    } catch (IOException refused) {
      assertTrue(refused.getMessage().contains("remove it"), refused.toString());
    }
  }

  private static Commit commit() {
    return new Commit(
        new DeliveryState(2, 50, 2, 0, "0".repeat(64), "", false, false), List.of(), null);
  }
}
