package dev.tapewire.launcher.sessions;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Log;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * A file that a command writes: it appears whole or not at all. What is no file, such as a pipe, is
 * written as it is; {@code -} is standard output. Safe for use by any thread.
 */
public final class WholeFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private WholeFile() {}

  /** Tells what a person may not mean with the name of a WAV file that is to be written. */
  public static void tellOfWav(String name, Log log) {
    if (name.isEmpty()) {
      throw TapewireException.usage("'' is no file: name one, or - for standard output");
    }
    Path file = Path.of(name);
    if (name.equals("-") || (Files.exists(file) && !Files.isRegularFile(file))) {
      return;
    }
    String end = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (end.contains(".") && !end.endsWith(".wav") && !end.endsWith(".wave")) {
      log.warn(name + " will hold a WAV file, whatever its name says");
    }
    if (Files.exists(file)) {
      log.warn(name + " was there before; it is replaced");
    }
  }

  /** What is written. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to the file of that name.
   *
   * @throws TapewireException if that fails; who reads standard output may leave, having enough
   */
  public static void write(String name, Content content) {
    try {
      writeTo(name, content);
    } catch (IOException e) {
      if (!name.equals("-") || !"Broken pipe".equals(e.getMessage())) {
        throw TapewireException.failed("can't write " + name + ": " + Damage.reason(e), e);
      }
    }
  }

  private static void writeTo(String name, Content content) throws IOException {
    if (name.equals("-")) {
      write(new FileOutputStream(FileDescriptor.out), content);
      return;
    }
    Path file = Path.of(name);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      write(Files.newOutputStream(file), content);
      return;
    }
    // A link that was named is where one is sent; a part is ours, under a name that nobody has.
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path part = OwnFiles.freshName(target);
    try {
      write(
          Channels.newOutputStream(
              OwnFiles.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
          content);
      OwnFiles.moveOver(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(OutputStream to, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(to, BUFFER_BYTES)) {
      content.writeTo(out);
    }
  }
}
