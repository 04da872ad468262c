package dev.tapewire.common.error;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;

/** Says for people why reading or writing failed: Java's own words are names of its classes. */
public final class IoReason {
  /** How a cause's toString(), which often is the message, begins. */
  private static final Pattern CLASS_NAMES = Pattern.compile("^(?:(?:\\w+\\.)+[A-Z]\\w*(?:: |$))+");

  private IoReason() {}

  /** {@return why {@code failure} happened, in a few words that name no class and no file} */
  public static String of(Throwable failure) {
    if (failure instanceof UncheckedIOException || failure instanceof DirectoryIteratorException) {
      return unchecked((RuntimeException) failure);
    }
    if (failure instanceof FileSystemException file) {
      return file(file);
    }
    if (failure instanceof EOFException) {
      return "it ends too early";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is no UTF-8 text";
    }
    boolean slip = // Whose message, if any, is about our source.
        failure instanceof NullPointerException
            || failure instanceof ClassCastException
            || failure instanceof IndexOutOfBoundsException;
    return slip ? kind(failure) : message(failure);
  }

  /** {@return the same with the name of the file that it is about, where Java tells that} */
  public static String withFile(Throwable failure) {
    if (failure instanceof FileSystemException named && named.getFile() != null) {
      return named.getFile() + ": " + of(named);
    }
    boolean wraps = failure instanceof UncheckedIOException && isOfItsCause(failure);
    return wraps ? withFile(failure.getCause()) : of(failure);
  }

  /** What we wrap says what could not be done; what Java wraps says nothing of its own. */
  private static String unchecked(RuntimeException failure) {
    String why = of(failure.getCause());
    if (isOfItsCause(failure)) {
      return why;
    }
    return failure.getMessage().endsWith(why)
        ? failure.getMessage()
        : failure.getMessage() + ": " + why;
  }

  private static boolean isOfItsCause(Throwable failure) {
    return failure.getMessage() == null
        || failure.getMessage().equals(failure.getCause().toString());
  }

  private static String file(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    }
    return failure.getReason() == null ? "the disk refuses" : failure.getReason();
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String plain = CLASS_NAMES.matcher(message).replaceFirst("").strip();
    if (failure instanceof FileNotFoundException && plain.endsWith(")")) {
      return plain.substring(plain.lastIndexOf('(') + 1, plain.length() - 1); // "FILE (reason)".
    }
    return plain.isEmpty() ? kind(failure) : plain;
  }

  private static String kind(Throwable failure) {
    return "an error of kind " + failure.getClass().getSimpleName();
  }
}
