package dev.tapewire.capture;

import dev.tapewire.capture.source.PipeIdentity;
import dev.tapewire.common.error.TapewireException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What stands at file descriptor 0. */
final class StandardInput {
  private static final Path LINK = Path.of("/proc/self/fd/0");

  /** Spreads inodes over 64 bits. */
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private StandardInput() {}

  /** {@return it, without a buffer} */
  static InputStream open() {
    return new FileInputStream(FileDescriptor.in);
  }

  /**
   * {@return what tells this pipe from others}
   *
   * @param supervisorPid of the process that holds the pipe over lives of this one, or 0
   * @throws TapewireException wrong usage, if it is a terminal; failed, if it is closed
   */
  static PipeIdentity identity(long supervisorPid) {
    if (!Files.isDirectory(LINK.getParent())) {
      return PipeIdentity.UNKNOWN;
    }
    try {
      refuseUnfit(Files.readSymbolicLink(LINK).toString());
      long inode = ((Number) Files.getAttribute(LINK, "unix:ino")).longValue();
      long device = ((Number) Files.getAttribute(LINK, "unix:dev")).longValue();
      // The name of a pipe that is gone can come back, but under another supervisor.
      long id = Objects.hash(device, supervisorPid) + inode * ODD;
      return new PipeIdentity(id, Files.isRegularFile(LINK) && offset() == 0);
    } catch (IOException e) {
      throw closed();
    }
  }

  private static void refuseUnfit(String target) {
    // With descriptor 0 closed, the JVM gets it for the first file that it opens itself.
    if (target.startsWith(System.getProperty("java.home")) || target.endsWith(".jar")) {
      throw closed();
    }
    if (target.startsWith("/dev/tty") || target.startsWith("/dev/pts/")) {
      throw TapewireException.usage(
          "--source -: standard input is a terminal; pipe raw PCM into it");
    }
  }

  // Closing the channel would close standard input.
  @SuppressWarnings("resource")
  private static long offset() throws IOException {
    return new FileInputStream(FileDescriptor.in).getChannel().position();
  }

  private static TapewireException closed() {
    return TapewireException.failed("--source -: standard input is closed; pipe raw PCM into it");
  }
}
