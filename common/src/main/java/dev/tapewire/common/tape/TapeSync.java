package dev.tapewire.common.tape;

import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Makes a tape durable while another thread appends to it. It shares nothing with that thread but
 * the files: a sync writes the pages of a file that anybody has changed. Confined to one thread.
 */
public final class TapeSync implements AutoCloseable {
  private final SessionPaths paths;
  private int cycle = -1;
  private FileChannel file;
  private FileTime summaryTime = FileTime.fromMillis(0);

  /** Syncs a session whose writer is open. */
  public TapeSync(SessionPaths paths) {
    this.paths = paths;
  }

  /**
   * Returns when what was appended before the call is on the disk, and can be found there. The
   * first time that is the whole tape: nobody has synced what earlier lives left.
   *
   * @throws IOException if it can't be known to be there; another try proves nothing, for the
   *     kernel tells a failed write once
   */
  public void sync() throws IOException {
    boolean named = file == null && syncEarlierFiles();
    while (Files.exists(path(cycle + 1))) {
      file.force(false);
      open(cycle + 1);
      named = true;
    }
    file.force(false);
    named |= syncSummary();
    if (named) {
      DirectorySync.sync(paths.directory());
    }
  }

  private boolean syncEarlierFiles() throws IOException {
    for (int each : TapeIndex.cycles(paths.directory())) {
      try {
        open(each);
        file.force(true);
      } catch (NoSuchFileException dropped) {
        cycle = each; // To make room: it is not owed any more.
      }
    }
    DirectorySync.syncWithParents(paths.directory());
    return true;
  }

  /** The summary can be made again from the tape; but then somebody has to read the tape. */
  private boolean syncSummary() throws IOException {
    FileTime time = Files.getLastModifiedTime(paths.summary());
    if (time.equals(summaryTime)) {
      return false;
    }
    try (FileChannel summary = OwnFiles.read(paths.summary())) {
      summary.force(true);
    }
    summaryTime = time;
    return true;
  }

  private void open(int next) throws IOException {
    FileChannel opened = OwnFiles.read(path(next));
    close();
    file = opened;
    cycle = next;
  }

  private Path path(int of) {
    return paths.directory().resolve(CycleName.of(of));
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
