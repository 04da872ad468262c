package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DiskReserveTest {
  private static final long MIB = 1L << 20;

  private long totalBytes = 100 * MIB;
  private long usableBytes = 100 * MIB;
  private int looks;
  private final DiskReserve reserve =
      new DiskReserve(
          new DiskReserve.Space() {
            @Override
            public long usableBytes() {
              looks++;
              return usableBytes;
            }

            @Override
            public long totalBytes() {
              return totalBytes;
            }
          });

  @Test
  void keepsFourMebibytesOfASmallDisk() throws Exception {
    usableBytes = 4 * MIB + 1000;

    reserve.take(1000);
    usableBytes--;
    reserve.take(999);

    assertThrows(IOException.class, () -> reserve.look(1000));
  }

  @Test
  void keepsAFiftiethOfALargeDisk() throws Exception {
    totalBytes = 1000 * MIB;
    usableBytes = 20 * MIB;
    reserve.look(0);

    usableBytes--;
    IOException full = assertThrows(IOException.class, () -> reserve.look(0));
    assertEquals("disk full: 19 MiB left, 20 MiB are kept free", full.getMessage());
  }

  @Test
  void looksOnceAMebibyte() throws Exception {
    for (int i = 0; i < 4 * 1024; i++) {
      reserve.take(1024);
    }

    assertTrue(looks == 4 || looks == 5, looks + " looks");
  }

  @Test
  void looksAtOnceBeforeAMassOfSilence() throws Exception {
    reserve.take(1);

    assertThrows(IOException.class, () -> reserve.take(97 * MIB));
  }

  @Test
  void goesOnOnceThereIsRoomAgain() throws Exception {
    usableBytes = MIB;
    assertThrows(IOException.class, () -> reserve.take(1));
    assertThrows(IOException.class, () -> reserve.take(1));
    usableBytes = 10 * MIB;

    reserve.take(1);
  }
}
