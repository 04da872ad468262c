package dev.tapewire.common.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What stands at a file's place is nothing that Tapewire put there: it is not touched. The message
 * is for people: the file, what it is, what to do.
 */
public final class StrangeFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  StrangeFileException(Path file, String what) {
    super(file.toString(), null, what);
  }
}
