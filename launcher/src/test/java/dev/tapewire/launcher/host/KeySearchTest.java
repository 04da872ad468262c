package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import dev.tapewire.common.secret.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks for keys finds one, however it got out. */
class KeySearchTest {
  private static final String MARK = "4tWrongMark8zQ"; // Not the tests' own: that would be seen.
  private static final String KEY = "kk-" + MARK + "=/+";

  @TempDir Path directory;

  private final KeySearch search = new KeySearch(MARK);

  @Test
  void findsAKeyInTextJsonAddressesHexAndBase64() {
    assertTrue(search.isIn("Authorization: Bearer " + KEY));
    assertTrue(search.isIn(new JsonPrimitive("\"token\":\"" + KEY + "\"").toString()));
    assertTrue(search.isIn("?token=" + java.net.URLEncoder.encode(KEY, StandardCharsets.UTF_8)));
    byte[] bytes = KEY.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    assertTrue(search.isIn(hex));
    assertTrue(search.isIn(hex.toUpperCase(java.util.Locale.ROOT)));
    assertTrue(search.isIn(HexFormat.ofDelimiter("%").withUpperCase().formatHex(bytes)));
    for (String user : List.of("", "a:", "ab:", "abc:", "abcd:")) {
      bytes = (user + KEY).getBytes(StandardCharsets.UTF_8);
      assertTrue(search.isIn(Base64.getEncoder().encodeToString(bytes)), user);
      assertTrue(search.isIn(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)), user);
    }
    assertFalse(search.isIn("Authorization: Bearer kk-***"));
  }

  @Test
  void findsAKeyAnywhereInAFileAndInItsName() throws Exception {
    for (int behind : new int[] {0, (1 << 20) - 7, (1 << 20) + 1, 3 << 20}) {
      Path file = directory.resolve("tape" + behind);
      byte[] bytes = new byte[behind + KEY.length()];
      System.arraycopy(KEY.getBytes(StandardCharsets.US_ASCII), 0, bytes, behind, KEY.length());
      Files.write(file, bytes);
      assertEquals(List.of(file), search.under(directory));
      Files.delete(file);
    }
    Files.write(directory.resolve("clean"), new byte[2 << 20]);
    assertEquals(List.of(), search.under(directory));
    Path named = Files.createFile(directory.resolve("to-" + MARK));
    assertEquals(List.of(named), search.under(directory));
  }

  @Test
  void aKeyMayBeInTheFileThatTheTestWroteAndInNoOther() throws Exception {
    Path given = TestKeys.write(directory.resolve("key"), KEY);
    assertEquals(List.of(), search.under(directory));
    Path copy = Files.copy(given, directory.resolve("copy"));
    assertEquals(List.of(copy), search.under(directory));
  }

  @Test
  void seesAKeyInTheCommandLineOfAnotherProgram() throws Exception {
    Host.assume(Files.isDirectory(Path.of("/proc/self")), "needs Linux");
    CommandLines lines = CommandLines.watch(search);
    Process process = new ProcessBuilder("sh", "-c", "read line", "--key", KEY).start();
    try {
      Patience.await("a command line", Host.START_BOUND, () -> !lines.found().isEmpty());
      assertTrue(lines.found().get(0).contains("--key " + KEY), lines.found().get(0));
    } finally {
      process.destroyForcibly();
    }
  }
}
