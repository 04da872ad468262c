package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without {@code --tapes}, the environment says where sessions live. */
@Timeout(1800)
class DefaultPlacesIT {
  @TempDir private Path directory;

  @Test
  void theMostParticularPlaceIsTaken() throws Exception {
    assertLooksIn("/own/tapes", Map.of("TAPEWIRE_HOME", "/own", "XDG_DATA_HOME", "/data"));
    assertLooksIn("/data/tapewire/tapes", Map.of("TAPEWIRE_HOME", "", "XDG_DATA_HOME", "/data"));
    assertLooksIn(
        "/people/me/.local/share/tapewire/tapes",
        Map.of("TAPEWIRE_HOME", "", "XDG_DATA_HOME", "", "HOME", "/people/me"));
  }

  private void assertLooksIn(String tapes, Map<String, String> environment) throws Exception {
    Launch sessions = Launch.tapewire("sessions").with(environment);
    try (Program program = sessions.start(directory, "sessions")) {
      assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
      assertEquals("no sessions in " + tapes, program.out().strip());
    }
  }
}
