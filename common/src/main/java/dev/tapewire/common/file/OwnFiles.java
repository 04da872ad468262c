package dev.tapewire.common.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one door to files inside a tapes directory or a directory of received files. Who else can
 * write there, or made what was unpacked there, may have put a link in the place of a file, to have
 * us overwrite another, or a pipe, to have us wait for ever. So nothing is opened through a link,
 * and nothing but a regular file is opened; what is replaced is first written under a name that
 * nobody can guess. The directory that a person named may be a link: it is where one is sent.
 *
 * <p>Java can't open relative to a directory, so who swaps a directory between the look and the
 * opening gets through; a directory that others may write to is no place for recordings. Safe for
 * use by any thread.
 */
public final class OwnFiles {
  private static final int NAME_BYTES = 8;
  private static final Pattern FRESH = Pattern.compile(".+\\.[0-9a-f]{16}\\.new");

  /** A static one: no outcome depends on a name. */
  private static final SecureRandom NAMES = new SecureRandom();

  private OwnFiles() {}

  /**
   * Opens a regular file, never through a link.
   *
   * @throws StrangeFileException if anything else stands there
   */
  public static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
    Set<OpenOption> all = new LinkedHashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    check(file, attributes(file));
    return FileChannel.open(file, all);
  }

  /**
   * Opens a regular file that is there for random access, never through a link: unlike a channel,
   * it stays open when its thread is interrupted.
   *
   * @param mode as {@link RandomAccessFile} takes it
   * @throws NoSuchFileException if there is none
   */
  public static RandomAccessFile random(Path file, String mode) throws IOException {
    BasicFileAttributes found = attributes(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    check(file, found);
    return new RandomAccessFile(file.toFile(), mode);
  }

  /** {@return {@code file}, open for reading} */
  public static FileChannel read(Path file) throws IOException {
    return open(file, StandardOpenOption.READ);
  }

  /**
   * {@return all of a file}
   *
   * @param bytesMax a longer one is not what we wrote
   * @throws NoSuchFileException if there is none
   * @throws StrangeFileException if it is longer, or no regular file
   */
  public static byte[] readBytes(Path file, int bytesMax) throws IOException {
    try (FileChannel channel = read(file)) {
      long size = channel.size();
      if (size > bytesMax) {
        throw new StrangeFileException(file, "has " + size + " bytes, more than " + bytesMax);
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes); // Less than the size where it is cut meanwhile.
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** {@return all of a file as text, of which what is no UTF-8 is replaced; see readBytes} */
  public static String readText(Path file, int bytesMax) throws IOException {
    return new String(readBytes(file, bytesMax), StandardCharsets.UTF_8);
  }

  /** {@return whether there is a regular file, and no link} */
  public static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** {@return whether there is a directory, and no link} */
  public static boolean isDirectory(Path directory) {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /** Replaces {@code file}, whole or not at all; a link there is replaced, not followed. */
  public static void replace(Path file, String text) throws IOException {
    replace(file, text.getBytes(StandardCharsets.UTF_8), false);
  }

  /**
   * Replaces {@code file}, so that a power cut leaves the old one or the new. That the name is
   * durable is for who syncs the directory.
   */
  public static void replaceDurably(Path file, String text) throws IOException {
    replace(file, text.getBytes(StandardCharsets.UTF_8), true);
  }

  private static void replace(Path file, byte[] content, boolean durably) throws IOException {
    Path fresh = freshName(file);
    try {
      try (FileChannel out = open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        if (durably) {
          out.force(true);
        }
      }
      moveOver(fresh, file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Gives {@code fresh} the name of {@code file}, in one step where the file system can. */
  public static void moveOver(Path fresh, Path file) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** {@return a name beside {@code file}, for CREATE_NEW, that nobody can have taken before} */
  public static Path freshName(Path file) {
    byte[] name = new byte[NAME_BYTES];
    NAMES.nextBytes(name);
    return file.resolveSibling(file.getFileName() + "." + HexFormat.of().formatHex(name) + ".new");
  }

  private static boolean isFresh(Path file) {
    return FRESH.matcher(file.getFileName().toString()).matches();
  }

  /**
   * Removes what a kill left of replacing files in {@code directory}; who calls it sees to it that
   * nobody replaces any meanwhile.
   */
  public static void sweep(Path directory) throws IOException {
    sweep(directory, FileTime.fromMillis(Long.MAX_VALUE));
  }

  /** The same of what was written before {@code olderThan}, where others may replace files, too. */
  public static void sweep(Path directory, FileTime olderThan) throws IOException {
    try (DirectoryStream<Path> each = Files.newDirectoryStream(directory, OwnFiles::isFresh)) {
      for (Path fresh : each) {
        BasicFileAttributes found = attributes(fresh);
        if (found != null
            && found.isRegularFile()
            && found.lastModifiedTime().compareTo(olderThan) < 0) {
          Files.deleteIfExists(fresh);
        }
      }
    }
  }

  /**
   * Makes {@code root}, which may be a link to a directory, and below it each directory down to
   * {@code inside}, of which none may be a link.
   *
   * @throws StrangeFileException if something else is in the way
   */
  public static void makeDirectories(Path root, Path inside) throws IOException {
    Files.createDirectories(root);
    Path each = root;
    for (Path name : root.relativize(inside)) {
      each = each.resolve(name);
      try {
        if (!isDirectory(each)) {
          Files.createDirectory(each);
        }
      } catch (FileAlreadyExistsException somethingElse) {
        checkDirectory(each);
      }
    }
  }

  /**
   * Sees that below {@code root} no directory down to {@code inside} is a link or anything else;
   * one that is not there is no trouble.
   */
  public static void checkDirectories(Path root, Path inside) throws IOException {
    Path each = root;
    for (Path name : root.relativize(inside)) {
      each = each.resolve(name);
      checkDirectory(each);
    }
  }

  private static void checkDirectory(Path directory) throws IOException {
    BasicFileAttributes found = attributes(directory);
    if (found != null && !found.isDirectory()) {
      throw new StrangeFileException(
          directory, "is " + kind(found) + " where Tapewire has a directory; remove it");
    }
  }

  private static void check(Path file, BasicFileAttributes found) throws IOException {
    if (found != null && !found.isRegularFile()) {
      throw new StrangeFileException(
          file, "is " + kind(found) + " where Tapewire has a file; remove it");
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private static String kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return "a link";
    }
    if (found.isDirectory()) {
      return "a directory";
    }
    return found.isRegularFile() ? "a file" : "a pipe, socket or device";
  }
}
