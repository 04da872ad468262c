package dev.tapewire.common.tape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name, for the header; asked of no network. */
final class HostName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String get() {
    try {
      return Files.readString(LINUX).trim();
    } catch (IOException notLinux) {
      String name = System.getenv("HOSTNAME");
      return name == null ? "" : name;
    }
  }
}
