package dev.tapewire.common.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoReasonTest {
  @TempDir private Path directory;

  @Test
  void saysWhatJavaSaysByAClassAlone() {
    Path nothing = directory.resolve("nothing");
    IOException missing = assertThrows(IOException.class, () -> Files.readString(nothing));
    IOException there = assertThrows(IOException.class, () -> Files.createFile(directory));

    assertEquals("no such file or directory", IoReason.of(missing));
    assertEquals("no such file or directory", IoReason.of(new UncheckedIOException(missing)));
    assertEquals(
        nothing + ": no such file or directory",
        IoReason.withFile(new UncheckedIOException(missing)));
    assertEquals(nothing + ": no such file or directory", IoReason.withFile(missing));
    assertEquals("a file is in the way", IoReason.of(there));
    assertEquals("it ends too early", IoReason.of(new EOFException()));
    assertEquals("it is no UTF-8 text", IoReason.of(new MalformedInputException(1)));
  }

  /** Of our own: it says what could not be done, and why, once. */
  @Test
  void keepsWhatWasToBeDone() {
    IOException why = new IOException("disk on fire");

    assertEquals(
        "can't read x: disk on fire", IoReason.of(new UncheckedIOException("can't read x", why)));
    assertEquals(
        "can't read x: disk on fire",
        IoReason.of(new UncheckedIOException("can't read x: disk on fire", why)));
  }

  @Test
  void neverSaysNullOrAPackage() {
    assertEquals("an error of kind IOException", IoReason.of(new IOException()));
    assertEquals("disk on fire", IoReason.of(new IOException("disk on fire")));
    IOException wrapped = new IOException(new IOException("java.io.IOException: disk on fire"));
    assertFalse(IoReason.of(wrapped).contains("java."), IoReason.of(wrapped));
    assertEquals("disk on fire", IoReason.of(wrapped));
    assertEquals("the disk refuses", IoReason.of(new java.nio.file.FileSystemException("/x")));
    assertEquals(
        "No such file or directory",
        IoReason.of(new java.io.FileNotFoundException("/x (No such file or directory)")));
  }
}
