package dev.tapewire.common.secret;

import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file that holds a secret: who lets others read it is told so, and it is not used. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * {@return the text of {@code file}}
   *
   * @param option that named the file, for messages
   * @throws TapewireException wrong usage, naming option and file, never what is in it
   */
  public static String read(String option, Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        refuseIfShared(option, file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw TapewireException.usage(option + " " + file + ": can't be read");
    }
  }

  private static void refuseIfShared(String option, Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ)) {
      throw TapewireException.usage(
          option + " " + file + ": others can read it; run chmod 600 " + file);
    }
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw TapewireException.usage(
          option + " " + file + ": others can write it; run chmod 600 " + file);
    }
  }
}
