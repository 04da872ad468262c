package dev.tapewire.common.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddresseeTest {
  private static final Destination ROOM_A = Destination.parse("ws://h?room=a");
  private static final Destination ROOM_B = Destination.parse("ws://h?room=b");
  private static final Destination PLAIN = Destination.parse("vosk=ws://h");
  private static final Destination SET = PLAIN.with(Map.of("channel", "1"));

  @TempDir private Path tapes;
  private SessionPaths paths;

  @BeforeEach
  void make() {
    paths = SessionPaths.of(tapes, "s");
  }

  @Test
  void whatAnEarlierVersionBeganGoesToTheFirstThatAsksAndToNoOther() throws IOException {
    earlier("ws://h?room=***");
    String key = Destination.keyOf("ws://h?room=***");
    assertEquals(key, DeliveryKey.find(paths, ROOM_A));
    assertEquals(key, DeliveryKey.find(paths, ROOM_B));

    DestinationName.write(paths.destinationName(key), ROOM_A.name());

    assertEquals(key, DeliveryKey.find(paths, ROOM_A));
    assertNull(DeliveryKey.find(paths, ROOM_B));
    assertFalse(DeliveryKey.isFree(paths, key, ROOM_B));
    assertEquals(ROOM_B.key(), DeliveryKey.choose(paths, ROOM_B, List.of("ws://h?room=***")));
    assertEquals(
        List.of(new Addressee(key, ROOM_A.name())),
        Addressee.of(paths, List.of("ws://h?room=***")));
  }

  @Test
  void whatThisVersionBeganWithoutSettingsIsNotThatWithSettings() throws IOException {
    DestinationName.write(made(PLAIN.key()), PLAIN.name());

    assertNull(DeliveryKey.find(paths, SET));
    assertEquals(SET.key(), DeliveryKey.choose(paths, SET, List.of(PLAIN.name())));
  }

  @Test
  void whatAnEarlierVersionBeganForAServiceGoesOverWithItsSettings() throws IOException {
    earlier(PLAIN.name());
    assertEquals(PLAIN.key(), DeliveryKey.find(paths, SET));

    DestinationName.write(paths.destinationName(PLAIN.key()), SET.name());

    assertNull(DeliveryKey.find(paths, PLAIN));
    String second = DeliveryKey.choose(paths, PLAIN, List.of(PLAIN.name()));
    DestinationName.write(made(second), PLAIN.name());
    assertEquals(second, DeliveryKey.find(paths, PLAIN));
    assertEquals(
        List.of(PLAIN.name(), SET.name()),
        Addressee.of(paths, List.of(PLAIN.name())).stream().map(Addressee::name).sorted().toList());
  }

  @Test
  void anAddressOfAnEarlierVersionThatNobodyBeganIsOfTheFirst() throws IOException {
    List<String> to = List.of("ws://h?room=***");
    assertTrue(DeliveryKey.isAddressedFormerly(paths, ROOM_A, to));
    DestinationName.write(made(DeliveryKey.choose(paths, ROOM_A, to)), ROOM_A.name());

    assertFalse(DeliveryKey.isAddressedFormerly(paths, ROOM_B, to));
    assertEquals(1, Addressee.of(paths, to).size());
    assertFalse(DeliveryKey.isAddressedFormerly(paths, SET, List.of(PLAIN.name())));
  }

  @Test
  void aDamagedNameIsNoOther() throws IOException {
    DestinationName.write(made(ROOM_A.key()), ROOM_A.name());
    Path file = paths.destinationName(ROOM_A.key());
    byte[] right = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * right.length; bit++) {
      byte[] flipped = right.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);

      assertEquals(ROOM_A.key(), DeliveryKey.find(paths, ROOM_A));
      assertEquals(
          List.of(new Addressee(ROOM_A.key(), ROOM_A.name())),
          Addressee.of(paths, List.of(ROOM_A.name())));
    }
  }

  private void earlier(String name) throws IOException {
    Files.writeString(made(Destination.keyOf(name)), name);
  }

  private Path made(String key) throws IOException {
    Files.createDirectories(paths.destination(key));
    return paths.destinationName(key);
  }
}
