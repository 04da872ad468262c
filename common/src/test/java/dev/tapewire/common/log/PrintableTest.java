package dev.tapewire.common.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void lettersOfAnyScriptStay() {
    for (String text :
        new String[] {"plain", "Zo\u00eb \u65e5\u672c \u05d0\u05d1", "\ud83c\udfa4"}) {
      assertEquals(text, Printable.line(text));
    }
  }

  @Test
  void nothingThatATerminalTakesForAnOrderStays() {
    assertEquals("?[2J?run | all delivered", Printable.line("\u001b[2J\nrun | all delivered"));
    assertEquals("a?b?c", Printable.line("a\u009bb\u0007c"));
    assertEquals("a?b?c?d", Printable.line("a\u202eb\u2066c\u200fd"));
    assertEquals("a?b?c", Printable.line("a\u2028b\u2029c"));
    assertEquals("a b?", Printable.line("a\tb\r"));
    assertEquals("?", Printable.line("\ud83c"));
  }

  @Test
  void aLineHasAnEnd() {
    String line = Printable.line("x".repeat(10_000_000));

    assertEquals(Printable.LINE_CHARS_MAX + "...".length(), line.length());
  }

  @Test
  void jsonSaysTheSameToAProgramAndNothingToATerminal() {
    String json = "{\"to\":\"a\u009b2J\u202e\u007f\u65e5\"}";

    String safe = Printable.json(json);

    assertEquals(JsonParser.parseString(json), JsonParser.parseString(safe));
    assertFalse(safe.contains("\u009b") || safe.contains("\u202e") || safe.contains("\u007f"));
    assertTrue(safe.contains("\u65e5"));
  }

  @Test
  void aLogPrintsLinesOfOursAlone() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Log log = new Log(out, Log.Detail.VERBOSE, true);

    log.info("closed: \u001b]0;x\u0007\nrun | all delivered");
    log.warn("w\n", new IllegalStateException("\u001b[2J\nrun | forged"));

    String text = printed.toString(StandardCharsets.UTF_8);
    assertFalse(text.contains("\u001b"), text);
    assertTrue(text.lines().noneMatch(line -> line.startsWith("run | ")), text);
    assertTrue(
        text.lines()
            .findFirst()
            .orElseThrow()
            .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z closed: .*"),
        text);
  }

  @Test
  void aQuietLogTellsWarningsAlone() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Log log = new Log(new PrintStream(printed, true), Log.Detail.QUIET, false).of("s");

    log.info("connected");
    log.detail("detail");
    log.warn("lost");

    assertEquals("warning: s: lost" + System.lineSeparator(), printed.toString());
  }
}
