package dev.tapewire.common.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final long BOUND_S = 20;

  private final Mailbox<String> mailbox = new Mailbox<>(8, 10, String::length);

  @Test
  void holdsNoMoreThanItsWeightInAll() {
    assertTrue(mailbox.offer("12345"));
    assertTrue(mailbox.offer("1234"));
    assertFalse(mailbox.offer("12"));
    assertTrue(mailbox.offer("1"));

    assertEquals("12345", mailbox.poll());

    assertTrue(mailbox.offer("12"));
  }

  @Test
  void holdsAloneWhatWeighsMore() {
    assertTrue(mailbox.offer("much more than ten"));
    assertFalse(mailbox.offer("1"));
    assertTrue(mailbox.offer(""));

    assertEquals("much more than ten", mailbox.poll());

    assertTrue(mailbox.offer("0123456789"));
  }

  @Test
  void keepsNoRoomForWhatItHadNoPlaceFor() {
    Mailbox<String> small = new Mailbox<>(1, 10, String::length);
    assertTrue(small.offer("12345"));
    assertFalse(small.offer("12345"));
    assertEquals("12345", small.poll());

    assertTrue(small.offer("0123456789"));
  }

  @Test
  void whoPutsWaitsForRoom() throws Exception {
    mailbox.put("12345678");
    LinkedBlockingQueue<String> left = new LinkedBlockingQueue<>();
    Thread other =
        new Thread(
            () -> {
              try {
                mailbox.put("abc");
                left.add("abc");
              } catch (InterruptedException e) {
                left.add("interrupted");
              }
            });
    other.start();
    while (other.isAlive() && other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertTrue(left.isEmpty());

    assertEquals("12345678", mailbox.poll());

    assertEquals("abc", left.poll(BOUND_S, TimeUnit.SECONDS));
    assertEquals("abc", mailbox.poll());
  }
}
