package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.tape.TapeDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceWatchTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);

  @Test
  void warnsOnceHowLongTheSpaceLastsAtThisRate() throws IOException {
    TapeDisk disk = new TapeDisk(directory);
    CounterFile<CaptureCounter> counters = counters();
    long bytesPerSecond = disk.freeBytes() / (SpaceWatch.LOW_SECONDS / 2);
    PcmFormat format = new PcmFormat(8000, 1, Encoding.U8);
    SpaceWatch watch = new SpaceWatch(disk, log);
    watch.add(new SpaceWatch.Use(counters, format, (double) bytesPerSecond / 8000));

    watch.look();
    watch.look();

    assertEquals(1, told.toString(StandardCharsets.UTF_8).split("low disk space", -1).length - 1);
    assertEquals(1, counters.get(CaptureCounter.SPACE_LOW));
    double seconds = counters.get(CaptureCounter.SPACE_SECONDS);
    assertTrue(seconds < SpaceWatch.LOW_SECONDS && seconds > 0, "" + seconds);
  }

  @Test
  void saysNothingWhereThereIsSpace() throws IOException {
    CounterFile<CaptureCounter> counters = counters();
    PcmFormat format = new PcmFormat(8000, 1, Encoding.U8);

    SpaceWatch watch = new SpaceWatch(new TapeDisk(directory), log);
    watch.add(new SpaceWatch.Use(counters, format, 0.001));

    watch.look();

    assertEquals("", told.toString(StandardCharsets.UTF_8));
    assertEquals(0, counters.get(CaptureCounter.SPACE_LOW));
    assertTrue(counters.get(CaptureCounter.SPACE_BYTES) > 0);
  }

  @Test
  void countsOnAllThatIsRecordedAndOnNoneThatIsOver() throws IOException {
    TapeDisk disk = new TapeDisk(directory);
    CounterFile<CaptureCounter> counters = counters();
    double third = (double) disk.freeBytes() / (SpaceWatch.LOW_SECONDS * 2) / 8000;
    PcmFormat format = new PcmFormat(8000, 1, Encoding.U8);
    SpaceWatch watch = new SpaceWatch(disk, log);
    SpaceWatch.Use first = new SpaceWatch.Use(counters, format, third);
    SpaceWatch.Use second = new SpaceWatch.Use(counters, format, 2 * third);

    watch.add(first);
    watch.look();
    assertEquals("", told.toString(StandardCharsets.UTF_8));
    watch.add(second);
    watch.look();
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("of these 2 recordings"));
    double seconds = counters.get(CaptureCounter.SPACE_SECONDS);
    watch.remove(second);
    watch.look();
    assertEquals(3, counters.get(CaptureCounter.SPACE_SECONDS) / seconds, 0.1);
  }

  private CounterFile<CaptureCounter> counters() throws IOException {
    return CounterFile.openWriter(directory.resolve("counters"), CaptureCounter.class);
  }
}
