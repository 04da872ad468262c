package dev.tapewire.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tapewire.common.error.TapewireException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @Test
  void readsEveryUnit() {
    assertEquals(Duration.ofMillis(500), converter.convert("500ms"));
    assertEquals(Duration.ofSeconds(30), converter.convert("30s"));
    assertEquals(Duration.ofMinutes(2), converter.convert("2m"));
    assertEquals(Duration.ofHours(1), converter.convert("1h"));
  }

  @Test
  void namesTheValueThatIsNone() {
    TapewireException e = assertThrows(TapewireException.class, () -> converter.convert("soon"));
    assertEquals("'soon' is not a duration; write 500ms, 30s, 2m or 1h", e.getMessage());
  }
}
