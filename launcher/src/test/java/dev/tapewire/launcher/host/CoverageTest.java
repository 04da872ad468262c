package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private final Samples recorded = Samples.voice(1, 50_000);

  @Test
  void countsWhatIsMissingAndWhatCameTwice() {
    Coverage coverage = Coverage.of(recorded, pieces(0, 20_001, 18_001, 30_003, 40_007, 50_000));

    assertEquals(40_007 - 30_003, coverage.missing());
    assertEquals(2_000, coverage.twice());
    assertEquals(0, coverage.strange());
    assertEquals(3, coverage.pieces());
  }

  @Test
  void countsWhatWasNeverRecorded() {
    Samples other = Samples.voice(2, 5_000);
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    heard.writeBytes(recorded.raw());
    heard.writeBytes(other.raw());

    Coverage coverage = Coverage.of(recorded, Samples.ofRaw(heard.toByteArray()));

    assertEquals(0, coverage.missing());
    assertEquals(5_000, coverage.strange());
  }

  private Samples pieces(int... bounds) {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    byte[] raw = recorded.raw();
    for (int i = 0; i < bounds.length; i += 2) {
      heard.write(raw, bounds[i] * 2, (bounds[i + 1] - bounds[i]) * 2);
    }
    return Samples.ofRaw(heard.toByteArray());
  }
}
