package dev.tapewire.launcher.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogFunnelTest {
  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void eachLineNamesItsProcess() {
    try (LogFunnel log = new LogFunnel(new PrintStream(printed, true), false)) {
      log.line("capture", "began");
      log.line("sender", "connected");
    }

    assertEquals(String.format("capture | began%nsender | connected%n"), printed.toString());
  }

  @Test
  void aLogThatNobodyReadsHoldsNobodyUpAndWhatIsLeftOutIsCounted() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    OutputStream stalling =
        new OutputStream() {
          @Override
          public void write(int b) {
            awaitQuietly(stalled);
            printed.write(b);
          }
        };

    try (LogFunnel log = new LogFunnel(new PrintStream(stalling, true), false)) {
      for (int i = 0; i < 5000; i++) {
        log.line("capture", "line " + i);
      }
      stalled.countDown();
    }

    assertTrue(printed.toString().contains("lines left out"), "nothing was left out");
  }

  @Test
  void aTerminalsLineIsRedrawnBelowTheLog() throws Exception {
    try (LogFunnel log = new LogFunnel(new PrintStream(printed, true), true)) {
      log.live("[REC] 1");
      while (!printed.toString().contains("[REC] 1")) {
        Thread.sleep(10);
      }
      log.line("sender", "connected");
      log.progress("not on a terminal");
      while (!printed.toString().endsWith(CLEAR + "[REC] 1")
          || !printed.toString().contains("sender")) {
        Thread.sleep(10);
      }
    }

    assertEquals(
        CLEAR
            + "[REC] 1"
            + CLEAR
            + String.format("sender | connected%n")
            + CLEAR
            + "[REC] 1"
            + CLEAR,
        printed.toString());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
