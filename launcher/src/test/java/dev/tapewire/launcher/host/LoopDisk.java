package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * An ext4 file system in a file. It can be frozen: whatever writes to it then waits, as on a disk
 * that has stopped answering. And its power can be cut: what was not synced is gone. Confined to
 * the test's thread.
 */
final class LoopDisk implements Closeable {
  private static final long BYTES = 128L << 20;

  /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: not even its journal is written. */
  private static final String SHUT_DOWN =
      "import fcntl, os, struct, sys;"
          + "fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

  private final Path image;
  private final Path mount;
  private final Path logs;
  private boolean frozen;
  private int calls;

  private LoopDisk(Path image, Path mount, Path logs) {
    this.image = image;
    this.mount = mount;
    this.logs = logs;
  }

  /** Skips the test, with a reason, where no such disk can be had; mounts one otherwise. */
  static LoopDisk open(Path directory) throws Exception {
    return open(directory, BYTES);
  }

  /** As above, of {@code bytes}. */
  static LoopDisk open(Path directory, long bytes) throws Exception {
    Host.assumeRoot();
    Host.assumePrograms("mkfs.ext4", "mount", "umount", "fsfreeze");
    Path image = directory.resolve("disk.image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    Path mount = Files.createDirectory(directory.resolve("disk"));
    LoopDisk disk = new LoopDisk(image, mount, directory);
    disk.run("mkfs.ext4", "-q", "-F", image.toString());
    // A network namespace that another test enters copies all mounts; of a shared place it gives
    // up the copy when we do, else the dead file system would come back at the next mount.
    disk.mountOrSkip("--bind", mount.toString());
    disk.run("mount", "--make-shared", mount.toString());
    try {
      disk.mountOrSkip("-o", "loop", image.toString());
    } catch (TestAbortedException e) {
      disk.run("umount", mount.toString());
      throw e;
    }
    return disk;
  }

  private void mountOrSkip(String... what) throws IOException {
    Launch launch = Launch.of("mount").and(what).and(mount.toString());
    try (Program program = launch.start(logs, "mount" + ++calls)) {
      boolean mounted = program.awaitExit(Host.PROGRAM_BOUND) == 0;
      Host.assume(mounted, "needs loop devices: " + program.err());
    }
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

  /** Loses what is in memory alone; from now on every access fails. */
  void cutPower() throws IOException {
    run(Host.PYTHON, "-c", SHUT_DOWN, mount.toString());
  }

  /** Mounts it again, as after a power cut; nobody may use it meanwhile. */
  void powerOn() throws IOException {
    run("umount", mount.toString());
    run("mount", "-o", "loop", image.toString(), mount.toString());
  }

  /** Takes all the space that is left; what others write then meets a full disk. */
  void fill() throws IOException {
    // fallocate keeps what it got before it ran out of space, so its own error is its success.
    String bytes = Long.toString(Files.getFileStore(mount).getTotalSpace());
    try (Program fallocate =
        Launch.of("fallocate", "-l", bytes, ballast().toString()).start(logs, "disk" + ++calls)) {
      fallocate.awaitExit(Host.PROGRAM_BOUND);
    }
  }

  /** Gives the space back that {@link #fill} took. */
  void free() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return mount.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    if (frozen) {
      thaw();
    }
    // Lazily: a process that a failed test left behind must not keep the disk for ever.
    run("umount", "-l", mount.toString());
    run("umount", "-l", mount.toString());
  }

  private void run(String... command) throws IOException {
    Launch.of(command).run(logs, "disk" + ++calls);
  }
}
