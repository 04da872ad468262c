package dev.tapewire.launcher.host;

import dev.tapewire.common.secret.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Looks for a mark that all keys of the tests have: as it is, which is also how JSON and an address
 * would write it, percent-encoded to the last letter, in hex, and in base64 wherever it stands in
 * what was encoded. Confined to one thread.
 */
final class KeySearch {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int BASE64_BITS = 6;

  /** Base64 repeats itself every three bytes. */
  private static final int ALIGNMENTS = 3;

  private final List<String> forms = new ArrayList<>();
  private final int longest;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private long files;
  private long bytes;

  /** Looks for {@code mark}, letters and digits. */
  KeySearch(String mark) {
    forms.add(mark);
    byte[] ascii = mark.getBytes(StandardCharsets.US_ASCII);
    for (String hex : List.of(HexFormat.of().formatHex(ascii), hexUpper(ascii))) {
      forms.add(hex);
      forms.add(hex.replaceAll("..", "%$0"));
    }
    for (int before = 0; before < ALIGNMENTS; before++) {
      forms.add(base64(ascii, before));
    }
    longest = forms.stream().mapToInt(String::length).max().orElseThrow();
  }

  private static String hexUpper(byte[] ascii) {
    return HexFormat.of().formatHex(ascii).toUpperCase(Locale.ROOT);
  }

  /** {@return what of {@code ascii} in base64 does not depend on what is around it} */
  private static String base64(byte[] ascii, int before) {
    byte[] shifted = new byte[before + ascii.length];
    System.arraycopy(ascii, 0, shifted, before, ascii.length);
    int from = (before * Byte.SIZE + BASE64_BITS - 1) / BASE64_BITS;
    int until = shifted.length * Byte.SIZE / BASE64_BITS;
    return Base64.getEncoder().encodeToString(shifted).substring(from, until);
  }

  /** {@return files that were looked into} */
  long files() {
    return files;
  }

  /** {@return bytes that were looked at} */
  long bytes() {
    return bytes;
  }

  /** {@return whether any form of it is in {@code text}} */
  boolean isIn(String text) {
    return forms.stream().anyMatch(text::contains);
  }

  /** {@return the files under {@code tree} with it in them or in their names, but for key files} */
  List<Path> under(Path tree) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            boolean leaks = isIn(tree.relativize(file).toString());
            if (is.isRegularFile() && !TestKeys.mayBeIn(file)) {
              leaks |= isInside(file);
            }
            if (leaks) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
            if (fault instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // Gone while we looked; nobody can read it, either.
            }
            throw fault;
          }
        });
    return found;
  }

  private boolean isInside(Path file) throws IOException {
    files++;
    boolean found = false;
    try (InputStream in = Files.newInputStream(file)) {
      int kept = 0;
      int read;
      while (!found && (read = in.readNBytes(chunk, kept, chunk.length - kept)) > 0) {
        bytes += read;
        int length = kept + read;
        found = isIn(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
        kept = Math.min(longest - 1, length); // It may go on behind the chunk.
        System.arraycopy(chunk, length - kept, chunk, 0, kept);
      }
    }
    return found;
  }
}
