package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 file system in a file, which can be frozen: whatever writes to it then waits, as on a
 * disk that has stopped answering. Confined to the test's thread.
 */
final class LoopDisk implements Closeable {
  private static final long BYTES = 128L << 20;

  private final Path mount;
  private final Path logs;
  private boolean frozen;
  private int calls;

  private LoopDisk(Path mount, Path logs) {
    this.mount = mount;
    this.logs = logs;
  }

  /** Skips the test, with a reason, where no such disk can be had; mounts one otherwise. */
  static LoopDisk open(Path directory) throws Exception {
    Host.assumeRoot();
    Host.assumePrograms("mkfs.ext4", "mount", "umount", "fsfreeze");
    Path image = directory.resolve("disk.image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    Path mount = Files.createDirectory(directory.resolve("disk"));
    LoopDisk disk = new LoopDisk(mount, directory);
    disk.run("mkfs.ext4", "-q", "-F", image.toString());
    try (Program program =
        Launch.of("mount", "-o", "loop", image.toString(), mount.toString())
            .start(directory, "mount")) {
      Host.assume(
          program.awaitExit(Host.PROGRAM_BOUND) == 0, "needs loop devices: " + program.err());
    }
    return disk;
  }

  /** {@return where it is mounted} */
  Path path() {
    return mount;
  }

  /** Lets every write wait from now on. */
  void freeze() throws IOException {
    run("fsfreeze", "-f", mount.toString());
    frozen = true;
  }

  /** Lets writes go on. */
  void thaw() throws IOException {
    run("fsfreeze", "-u", mount.toString());
    frozen = false;
  }

  @Override
  public void close() throws IOException {
    if (frozen) {
      thaw();
    }
    // Lazily: a process that a failed test left behind must not keep the disk for ever.
    run("umount", "-l", mount.toString());
  }

  private void run(String... command) throws IOException {
    Launch.of(command).run(logs, "disk" + ++calls);
  }
}
