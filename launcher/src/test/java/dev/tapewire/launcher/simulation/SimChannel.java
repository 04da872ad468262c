package dev.tapewire.launcher.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a {@link SimDisk}, or a directory of it. Confined to one thread. */
final class SimChannel extends FileChannel {
  private final SimDisk disk;
  private final String name;
  private final int process;

  /** Null: a directory. */
  private final SimFile file;

  private long position;
  private boolean holdsLock;

  SimChannel(SimDisk disk, String name, SimFile file) {
    this.disk = disk;
    this.name = name;
    this.file = file;
    this.process = disk.process();
  }

  private void check() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    Violation.unless(process == disk.process(), () -> "a dead process uses " + name);
  }

  @Override
  public int write(ByteBuffer from, long at) throws IOException {
    check();
    disk.handOver();
    int length = from.remaining();
    file.write(from, (int) at, length);
    disk.watch.written(name, file, (int) at, length);
    return length;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int written = write(from, position);
    position += written;
    return written;
  }

  @Override
  public int read(ByteBuffer to, long at) throws IOException {
    check();
    int length = (int) Math.min(to.remaining(), file.size() - at);
    if (length <= 0) {
      return to.hasRemaining() ? -1 : 0;
    }
    to.put(file.bytes(), (int) at, length);
    return length;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int length = read(to, position);
    position += Math.max(0, length);
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long to) {
    position = to;
    return this;
  }

  @Override
  public long size() throws IOException {
    check();
    return file.size();
  }

  @Override
  public FileChannel truncate(long to) throws IOException {
    check();
    disk.handOver();
    file.truncate((int) to);
    disk.watch.truncated(name, (int) to);
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    check();
    if (file == null) {
      disk.syncNames();
      return;
    }
    disk.handOver();
    file.sync();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel to) throws IOException {
    check();
    int length = (int) Math.min(count, file.size() - from);
    return length <= 0 ? 0 : to.write(ByteBuffer.wrap(file.bytes(), (int) from, length));
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) throws IOException {
    check();
    if (file.locked) {
      return null;
    }
    file.locked = true;
    holdsLock = true;
    return new Lock(this);
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) throws IOException {
    return tryLock(at, size, shared);
  }

  @Override
  protected void implCloseChannel() {
    if (holdsLock && process == disk.process()) {
      file.locked = false;
    }
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long at, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    throw new UnsupportedOperationException();
  }

  /** Held until its channel is closed, or the process dies. */
  private static final class Lock extends FileLock {
    Lock(FileChannel channel) {
      super(channel, 0, Long.MAX_VALUE, false);
    }

    @Override
    public boolean isValid() {
      return acquiredBy().isOpen();
    }

    @Override
    public void release() throws IOException {
      acquiredBy().close();
    }
  }
}
