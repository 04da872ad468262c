package dev.tapewire.common.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFileTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir private Path tapes;

  @Test
  void aProcessIsSeenWhileItRunsAndTellsWhatItPublishes() throws IOException {
    try (ProcessScope scope = ProcessScope.enter(tapes, "sender", "ws://there", 0)) {
      scope.publish("session", new JsonPrimitive("s1"));

      List<JsonObject> live = ProcessFile.live(tapes);
      assertEquals(1, live.size());
      assertEquals("sender", live.get(0).get("name").getAsString());
      assertEquals("s1", live.get(0).get("session").getAsString());
      assertTrue(ProcessFile.isEntered(tapes, PID));
    }

    assertEquals(List.of(), ProcessFile.live(tapes));
    assertFalse(ProcessFile.isEntered(tapes, PID));
  }

  @Test
  void aFileOfAnEarlierProcessWithTheSameIdSaysNothingAndIsSwept() throws IOException {
    Path file = ProcessFile.of(tapes, PID);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\"name\": \"capture\", \"pid\": " + PID + ", \"started_at\": \"2001-01-01T00:00:00Z\"}");

    assertEquals(List.of(), ProcessFile.live(tapes));
    ProcessFile.sweep(tapes);

    assertFalse(Files.exists(file));
  }

  @Test
  void whereNothingEverRanNothingIsLive() throws IOException {
    ProcessFile.sweep(tapes.resolve("none"));

    assertEquals(List.of(), ProcessFile.live(tapes.resolve("none")));
  }
}
