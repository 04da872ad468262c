package dev.tapewire.common.tape;

import dev.tapewire.common.secret.TapeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;

/** Makes key files for tests. Safe for use by any thread. */
public final class SealKeys {
  private static final int BYTES = 32;

  private SealKeys() {}

  /** {@return the key of that seed, in a file that only we can read} */
  public static TapeKey make(Path directory, long seed) throws IOException {
    byte[] key = new byte[BYTES];
    new Random(seed).nextBytes(key);
    Path file = directory.resolve("key" + seed);
    Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return TapeKey.read(file);
  }
}
