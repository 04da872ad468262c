package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HousekeepingTest {
  @TempDir private Path directory;

  @Test
  void whatFailsLeavesTheRestOfTheWorkAlone() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
    CounterFile<CaptureCounter> counters =
        CounterFile.openWriter(directory.resolve("counters"), CaptureCounter.class);
    PcmFormat format = new PcmFormat(8000, 1, Encoding.U8);
    // Without rules, retention throws what nobody expects of it.
    try (Housekeeping keeping = new Housekeeping(directory, null, new ManualClock(), log)) {
      keeping.add(new Housekeeping.Guest("s", new SpaceWatch.Use(counters, format, 1), () -> {}));
      keeping.start();
      while (counters.get(CaptureCounter.SPACE_BYTES) == 0) {
        assertTrue(keeping.isAlive(), told.toString(StandardCharsets.UTF_8));
        Thread.sleep(10);
      }
    }
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("can't drop delivered audio"));
  }
}
