package dev.tapewire.common.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret that others may read is none, and one that they may write is theirs. */
class SecretFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"rw-r-----,read", "rw----r--,read", "rw--w----,write", "rw-----w-,write"})
  void refusesAFileOfOthers(String permissions, String what) throws IOException {
    Path file = file(permissions);

    TapewireException refused =
        assertThrows(TapewireException.class, () -> SecretFile.read("--key-file", file));

    assertTrue(refused.getMessage().contains("others can " + what + " it"), refused.getMessage());
    assertTrue(refused.getMessage().contains("chmod 600"), refused.getMessage());
  }

  @Test
  void readsWhatIsItsOwnersAlone() throws IOException {
    assertEquals("secret", SecretFile.read("--key-file", file("rw-------")));
  }

  private Path file(String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "secret");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
