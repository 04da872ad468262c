package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageBufferTest {
  @Test
  void whatIsPutInStaysWhileItGrows() {
    byte[] all = new byte[100_000];
    new Random(5).nextBytes(all);
    MessageBuffer buffer = new MessageBuffer();
    for (int at = 0; at < all.length; at += 1000) {
      buffer.put(at, all, at, 1000);
    }
    assertArrayEquals(all, Arrays.copyOf(buffer.bytes(), all.length));
    byte[] grown = buffer.bytes();
    buffer.put(0, all, 500, 1000);
    assertSame(grown, buffer.bytes());
    assertArrayEquals(Arrays.copyOfRange(all, 500, 1500), Arrays.copyOf(grown, 1000));
  }
}
