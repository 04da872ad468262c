package dev.tapewire.launcher.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One session under torture: what is recorded, to whom it goes, and how it is looked at afterwards.
 * Confined to its stream's thread, but for what tells about it.
 */
interface TortureSession {
  /** {@return where its tape is} */
  Path directory();

  /** {@return whether its source is a file, which can be read again} */
  boolean isFile();

  /** {@return whether it has begun to record} */
  boolean isUnderWay() throws IOException;

  /** Starts it, or goes on with it. */
  Program start() throws Exception;

  /** Waits for its end, or brings it about. {@return the exit code} */
  int end(Program run, Duration bound) throws Exception;

  /** {@return what became of its samples} */
  Verdict check() throws Exception;

  /** Deletes what it left. */
  void delete() throws IOException;
}
