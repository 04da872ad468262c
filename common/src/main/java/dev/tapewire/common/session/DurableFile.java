package dev.tapewire.common.session;

import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a small file so that a power cut leaves the old one or the new. Safe for any thread. */
public final class DurableFile {
  private DurableFile() {}

  /**
   * Replaces {@code file} by one that holds {@code text}, ASCII, on the disk before it has its
   * name. That the name is durable is for {@link DirectorySync}.
   */
  public static void write(Path file, String text) throws IOException {
    OwnFiles.replaceDurably(file, text);
  }
}
