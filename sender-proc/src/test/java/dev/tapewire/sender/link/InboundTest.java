package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.time.ManualClock;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InboundTest {
  private final ManualClock clock = new ManualClock();
  private final AtomicLong total = new AtomicLong();
  private final Inbound inbound = new Inbound(1000, total, clock);

  @Test
  void anyByteOfThePeerPutsOffTheEndOfALinkWithoutPongs() throws Exception {
    inbound.heard();
    clock.advanceNs(TimeUnit.SECONDS.toNanos(9));
    inbound.pinging();
    inbound.heard();
    clock.advanceNs(TimeUnit.SECONDS.toNanos(9));
    inbound.pinging();
    clock.advanceNs(1);
    assertThrows(SocketTimeoutException.class, inbound::pinging);
  }

  @Test
  void beforeTheFirstByteOthersWatch() throws Exception {
    clock.advanceNs(TimeUnit.MINUTES.toNanos(1));
    inbound.pinging();
  }

  @Test
  void whileAServiceLoadsOthersWatchTooThoughItGreeted() throws Exception {
    inbound.heard();
    inbound.loading(true);
    clock.advanceNs(TimeUnit.MINUTES.toNanos(1));
    inbound.pinging();

    inbound.loading(false);

    assertThrows(SocketTimeoutException.class, inbound::pinging);
  }

  @Test
  void aMessageAndAllThatAreNotWholeAreBounded() {
    assertTrue(inbound.takes(600));
    assertTrue(inbound.takes(400));
    assertNull(inbound.fault());
    inbound.whole();
    assertEquals(0, total.get());
    assertTrue(inbound.takes(1000));
    assertFalse(inbound.takes(1));
    assertTrue(inbound.fault().contains("more than 1000 bytes"));
    inbound.whole();

    Inbound negative = new Inbound(1000, total, clock);
    assertFalse(negative.takes(Long.MIN_VALUE)); // A length of 64 bits with its highest set.
    total.set(Inbound.TOTAL_BYTES_MAX - 10);
    Inbound other = new Inbound(1000, total, clock);
    assertTrue(other.takes(10));
    assertFalse(other.takes(1));
    assertEquals(Inbound.TOTAL_BYTES_MAX, total.get());
  }

  @Test
  void ofPingsBeyondWhatWeAnswerNoneIsTaken() {
    for (int i = 0; i < 16; i++) {
      assertTrue(inbound.answers());
    }
    assertFalse(inbound.answers());
    inbound.answered();
    assertTrue(inbound.answers());
  }
}
