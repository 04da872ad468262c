package dev.tapewire.launcher.simulation;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** The name of a file on a {@link SimDisk}: always absolute. Immutable. */
final class SimPath implements Path {
  private final SimFileSystem system;
  private final String name;

  SimPath(SimFileSystem system, String name) {
    this.system = system;
    this.name = name;
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public Path getRoot() {
    return new SimPath(system, "/");
  }

  @Override
  public Path getFileName() {
    return new SimPath(system, name.substring(name.lastIndexOf('/') + 1));
  }

  @Override
  public Path getParent() {
    int slash = name.lastIndexOf('/');
    return slash <= 0 ? null : new SimPath(system, name.substring(0, slash));
  }

  @Override
  public Path resolve(String other) {
    return new SimPath(system, name + "/" + other);
  }

  @Override
  public Path resolve(Path other) {
    return resolve(other.toString());
  }

  @Override
  public Path toAbsolutePath() {
    return this;
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return this;
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimPath path && path.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public int compareTo(Path other) {
    return name.compareTo(other.toString());
  }

  @Override
  public boolean startsWith(Path other) {
    return name.startsWith(other.toString());
  }

  @Override
  public boolean endsWith(Path other) {
    return name.endsWith(other.toString());
  }

  @Override
  public int getNameCount() {
    return 1; // Only a name in a directory is asked for its parts.
  }

  @Override
  public Path getName(int index) {
    return this;
  }

  @Override
  public Path subpath(int from, int to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path relativize(Path other) {
    return new SimPath(system, other.toString().substring(name.length() + 1));
  }

  @Override
  public URI toUri() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }
}
