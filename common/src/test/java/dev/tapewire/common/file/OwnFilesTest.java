package dev.tapewire.common.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {
  @TempDir Path temp;
  private Path dir;
  private Path foreign;

  @BeforeEach
  void aFileOfSomebodyElse() throws IOException {
    dir = Files.createDirectory(temp.resolve("dir"));
    foreign = Files.createDirectory(temp.resolve("foreign")).resolve("precious");
    Files.writeString(foreign, "precious");
  }

  @Test
  void nothingIsOpenedThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("checkpoint"), foreign);
    String refusal = link + ": is a link where Tapewire has a file; remove it";
    assertStrange(
        refusal,
        () ->
            OwnFiles.open(
                    link,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)
                .close());
    assertStrange(refusal, () -> OwnFiles.readText(link, 100));
    assertUntouched();
  }

  @Test
  void aLinkToNothingMakesNoFileElsewhere() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("lock"), temp.resolve("made"));
    assertStrange(
        link + ": is a link where Tapewire has a file; remove it",
        () -> OwnFiles.open(link, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close());
    assertFalse(Files.exists(temp.resolve("made")));
  }

  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = dir.resolve("session.json");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertStrange(
        pipe + ": is a pipe, socket or device where Tapewire has a file; remove it",
        () -> OwnFiles.readText(pipe, 100));
    assertStrange(
        dir + ": is a directory where Tapewire has a file; remove it",
        () -> OwnFiles.readText(dir, 100));
  }

  @Test
  void whatIsTooLongIsNotRead() throws IOException {
    Path file = Files.writeString(dir.resolve("f"), "12345");
    assertEquals("12345", OwnFiles.readText(file, 5));
    assertStrange(file + ": has 5 bytes, more than 4", () -> OwnFiles.readText(file, 4));
    assertThrows(NoSuchFileException.class, () -> OwnFiles.readText(dir.resolve("none"), 4));
  }

  @Test
  void aLinkIsReplacedNotFollowed() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("session.json"), foreign);
    Files.createSymbolicLink(dir.resolve("session.json.new"), foreign);
    OwnFiles.replace(link, "{}");
    OwnFiles.replaceDurably(dir.resolve("ahead"), "1");
    assertUntouched();
    assertEquals("{}", Files.readString(link));
    assertFalse(Files.isSymbolicLink(link));
  }

  @Test
  void whatCantBeReplacedLeavesNothingBehind() throws IOException {
    Path inTheWay = Files.createDirectories(dir.resolve("f/g")).getParent();
    assertThrows(IOException.class, () -> OwnFiles.replace(inTheWay, "x"));
    try (Stream<Path> left = Files.list(dir)) {
      assertEquals(List.of(inTheWay), left.toList());
    }
  }

  @Test
  void whatAKillLeftOfReplacingIsSwept() throws IOException {
    Path left = Files.writeString(OwnFiles.freshName(dir.resolve("session.json")), "{");
    Path kept = Files.writeString(dir.resolve("session.json"), "{}");
    OwnFiles.sweep(dir);
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(kept));
  }

  @Test
  void theNamedDirectoryMayBeALinkAndNoneBelowIt() throws IOException {
    Path named = Files.createSymbolicLink(temp.resolve("tapes"), dir);
    OwnFiles.makeDirectories(named, named.resolve("s/to/k"));
    OwnFiles.makeDirectories(named, named.resolve("s/to/k"));
    OwnFiles.checkDirectories(named, named.resolve("s/to/none"));
    assertTrue(Files.isDirectory(dir.resolve("s/to/k")));

    Path link = Files.createSymbolicLink(named.resolve("t"), foreign.getParent());
    String refusal = link + ": is a link where Tapewire has a directory; remove it";
    assertStrange(refusal, () -> OwnFiles.makeDirectories(named, link.resolve("to")));
    assertStrange(refusal, () -> OwnFiles.checkDirectories(named, link.resolve("to")));
    assertFalse(Files.exists(foreign.resolveSibling("to")));
  }

  @Test
  void linksAreErasedAndNotWhatTheyLeadTo() throws IOException {
    Path session = dir.resolve("s");
    Files.createDirectories(session.resolve("to/k"));
    Files.createSymbolicLink(session.resolve("to/k/replies"), foreign.getParent());
    Files.writeString(session.resolve("x"), "x");
    Erasure.erase(session);
    assertFalse(Files.exists(session));

    Path link = Files.createSymbolicLink(dir.resolve("l"), foreign.getParent());
    Erasure.erase(link);
    Erasure.erase(dir.resolve("none"));
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    assertUntouched();
  }

  @Test
  void depthIsBounded() throws IOException {
    Files.createDirectories(dir.resolve("s/" + "d/".repeat(40)));
    StrangeFileException refused =
        assertThrows(StrangeFileException.class, () -> Erasure.erase(dir.resolve("s")));
    assertTrue(refused.getMessage().contains("deeper"), refused::getMessage);
  }

  private void assertUntouched() throws IOException {
    assertEquals("precious", Files.readString(foreign));
  }

  private static void assertStrange(String message, Executable step) {
    assertEquals(message, assertThrows(StrangeFileException.class, step).getMessage());
  }
}
