package dev.tapewire.capture.soundfile;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.fuzz.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes as a sound file: refused in a line, or all its samples are in the file. */
public final class SoundFileFuzz {
  private static final Path FILE = Scratch.file("sound.wav");

  private SoundFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Files.write(FILE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      SoundFile found = SoundFile.open(FILE);
      long end = found.dataAt() + found.samples() * found.format().blockBytes();
      if (found.samples() < 1 || found.dataAt() < 0 || end > bytes.length) {
        throw new AssertionError("samples up to byte " + end + " of " + bytes.length);
      }
    } catch (TapewireException e) {
      if (e.getMessage().contains("\n")) {
        throw new AssertionError("more than a line", e);
      }
    }
  }
}
