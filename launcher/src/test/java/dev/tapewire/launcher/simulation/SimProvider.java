package dev.tapewire.launcher.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** What {@code Files} and {@code FileChannel} ask of a {@link SimDisk}. Confined to one thread. */
final class SimProvider extends FileSystemProvider {
  /** The only directories there are. */
  private static final Set<String> DIRECTORIES = Set.of("/", "/out", "/out/.tapewire");

  private final SimDisk disk;

  SimProvider(SimDisk disk) {
    this.disk = disk;
  }

  @Override
  public String getScheme() {
    return "simulated";
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    String name = path.toString();
    if (DIRECTORIES.contains(name)) {
      return new SimChannel(disk, name, null);
    }
    SimFile file = disk.find(name);
    boolean fresh = options.contains(StandardOpenOption.CREATE_NEW);
    if (file != null && fresh) {
      throw new FileAlreadyExistsException(name);
    }
    if (file == null && (fresh || options.contains(StandardOpenOption.CREATE))) {
      disk.handOver();
      file = disk.create(name);
    }
    SimChannel channel = new SimChannel(disk, name, file == null ? disk.get(name) : file);
    if (options.contains(StandardOpenOption.TRUNCATE_EXISTING) && channel.size() > 0) {
      channel.truncate(0);
    }
    return channel;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    disk.move(from.toString(), to.toString());
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.get(path.toString());
    disk.delete(path.toString());
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) {
    // Both are there.
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    if (!DIRECTORIES.contains(path.toString())) {
      disk.get(path.toString());
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    boolean directory = DIRECTORIES.contains(path.toString());
    int size = directory ? 0 : disk.get(path.toString()).size();
    return type.cast(new Attributes(directory, size));
  }

  private record Attributes(boolean isDirectory, long size) implements BasicFileAttributes {
    @Override
    public boolean isRegularFile() {
      return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public FileTime lastModifiedTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime();
    }

    @Override
    public Object fileKey() {
      return null;
    }
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.equals(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  /** What a kill left under a fresh name stays: nothing ever reads it. */
  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) {
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return Collections.emptyIterator();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileStore getFileStore(Path path) {
    return new SimFileStore();
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
