package dev.tapewire.common.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamLimitTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(out, true, StandardCharsets.UTF_8), false);

  @Test
  void warnsOnceWhenFourFifthsOfWhatFitsAreThere() {
    StreamLimit limit = new StreamLimit("sessions", 1024, 64, 6);
    assertEquals(160, limit.max());

    limit.look(127, log);
    assertEquals("", told());
    limit.look(128, log);
    limit.look(160, log);

    assertEquals(
        "warning: 128 sessions: 1024 open files are allowed, enough for 160 sessions; for 320 allow"
            + " 1984: `ulimit -n 1984`, or LimitNOFILE=1984 in a unit of systemd\n",
        told());
  }

  @Test
  void oneFitsAlwaysAndAnyNumberWhereNoLimitIsKnown() {
    assertEquals(1, new StreamLimit("sessions", 50, 64, 6).max());
    assertEquals(Integer.MAX_VALUE, new StreamLimit("sessions", OpenFiles.UNLIMITED, 64, 6).max());
  }

  @Test
  void theLimitThatHoldsIsTheSoftOne() {
    List<String> head =
        List.of("Limit                     Soft Limit           Hard Limit   Units");
    assertEquals(
        1024, OpenFiles.max(with(head, "Max open files            1024      524288      files  ")));
    assertEquals(
        OpenFiles.UNLIMITED,
        OpenFiles.max(with(head, "Max open files            unlimited   unlimited   files  ")));
    assertEquals(OpenFiles.UNLIMITED, OpenFiles.max(head));
    assertTrue(OpenFiles.max() > 0);
  }

  private static List<String> with(List<String> head, String line) {
    return List.of(head.get(0), "Max processes             7823      7823      processes ", line);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
