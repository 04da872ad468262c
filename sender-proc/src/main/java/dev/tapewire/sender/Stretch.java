package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.file.OwnFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A stretch of a session that was delivered ahead of what is before it. Immutable.
 *
 * @param from where it begins, as a checkpoint there
 * @param until where it ends, likewise; null: it is the one that still grows
 * @param sentPosition up to which samples were handed to a link before it was begun
 */
record Stretch(Checkpoint from, Checkpoint until, long sentPosition) {
  /** 64 lines; each is two checkpoints at most. */
  private static final int BYTES_MAX = 64 * 1024;

  private static final int FIELDS_OPEN = 5;
  private static final int FIELDS_CLOSED = 8;

  Stretch closed(Checkpoint at) {
    return new Stretch(from, at, sentPosition);
  }

  /** {@return the stretches in {@code file}, a line each, in order; none if it is not there} */
  static List<Stretch> read(Path file) throws IOException {
    List<Stretch> stretches = new ArrayList<>();
    try {
      for (String line : OwnFiles.readText(file, BYTES_MAX).lines().toList()) {
        stretches.add(parse(line.split(" ", -1)));
      }
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + IoReason.of(e), e);
    }
    return stretches;
  }

  private static Stretch parse(String[] fields) {
    if (fields.length != FIELDS_OPEN && fields.length != FIELDS_CLOSED) {
      throw new IllegalArgumentException(fields.length + " fields in a line");
    }
    String profile = fields[0];
    long sent = Long.parseLong(fields[1]);
    Checkpoint until = fields.length == FIELDS_OPEN ? null : place(profile, fields, FIELDS_OPEN);
    return new Stretch(place(profile, fields, 2), until, sent);
  }

  private static Checkpoint place(String profile, String[] fields, int at) {
    long next = Long.parseLong(fields[at + 1]);
    long position = Long.parseLong(fields[at + 2]);
    String digest = Checkpoint.START.digest();
    return new Checkpoint(fields[at], next, position, digest, profile, false);
  }

  /** {@return the text of a file of these} */
  static String text(List<Stretch> stretches) {
    return stretches.stream().map(Stretch::line).collect(Collectors.joining());
  }

  private String line() {
    String line = from.profile() + " " + sentPosition + place(from);
    return line + (until == null ? "" : place(until)) + "\n";
  }

  private static String place(Checkpoint at) {
    return " " + at.incarnation() + " " + at.next() + " " + at.position();
  }
}
