package dev.tapewire.common.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @ParameterizedTest
  @CsvSource({
    "ws://h/p?room=a, ws://h/p?room=b",
    "ws://h/p?room=a, ws://h/p",
    "ws://h/p?a&room, ws://h/p?b&room",
    "raw=wss://h?lang=de, raw=wss://h?lang=en",
    "deepgram=ws://h?x=1, deepgram=ws://h?x=2",
    "ws://h/p?id=4f9ac0e61b2d4f9ac0e61b2d, ws://h/p?id=5f9ac0e61b2d4f9ac0e61b2d",
  })
  void whatDiffersInItsAddressIsAnother(String one, String other) {
    assertNotEquals(Destination.parse(one).name(), Destination.parse(other).name());
    assertNotEquals(Destination.parse(one).key(), Destination.parse(other).key());
  }

  @ParameterizedTest
  @CsvSource({
    "ws://h/p?room=a&token=1, ws://h/p?room=a&token=2, ws://h/p?room=a&token=***",
    "ws://h?access_token=1, ws://h?access_token=2, ws://h?access_token=***",
    "ws://h?api_key=1&n=2, ws://h?api_key=9&n=2, ws://h?api_key=***&n=2",
    "ws://h?key=1, ws://h?key=2, ws://h?key=***",
    "ws://h?xi-api-key=1, ws://h?xi-api-key=2, ws://h?xi-api-key=***",
    "ws://h?password=1, ws://h?password=2, ws://h?password=***",
    "ws://h?9vXwHZq4TbNkeyR7mJ2sLd, ws://h?1vXwHZq4TbNkeyR7mJ2sLd, ws://h?***",
    "ws://h?X-Amz-Date=1&X-Amz-Signature=2, ws://h?X-Amz-Date=3&X-Amz-Signature=4,"
        + " ws://h?X-Amz-Date=***&X-Amz-Signature=***",
    "ws://h?ts=1&signa=2, ws://h?ts=3&signa=4, ws://h?ts=***&signa=***",
    "ws://kim:1@h/p, ws://kim:2@h/p, ws://***@h/p",
  })
  void aCredentialThatIsAnotherMakesNoOther(String one, String other, String name) {
    assertEquals(name, Destination.parse(one).name());
    assertEquals(name, Destination.parse(other).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://h?keyterm=Ann",
        "ws://h?max_tokens=5",
        "ws://h?room=550e8400-e29b-41d4-a716-446655440000",
        "ws://h?model=nova-2-conversationalai",
        "ws://h?vad",
        "ws://h?ts=5",
        "ws://h/p",
        "raw=ws://h:1/p"
      })
  void whatIsNoCredentialIsShown(String text) {
    assertEquals(text, Destination.parse(text).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://asr_server:8765/",
        "ws://kim:1@asr_server/p",
        "wss://_x.example.org?a=b",
        "ws://[::1]:1/"
      })
  void aHostIsWhateverAResolverMayKnow(String text) {
    assertEquals(text, Destination.parse(text).uri().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ws://asr_server:0/", "ws://asr_server:99999/", "ws://h:0", "ws://h:65536"})
  void aPortThatIsNoneIsToldAsThat(String text) {
    TapewireException e = assertThrows(TapewireException.class, () -> Destination.parse(text));
    assertTrue(e.getMessage().contains("is not in 1..65535"), e.getMessage());
  }

  /** It would be sent to a host that is a part of the password. */
  @ParameterizedTest
  @ValueSource(strings = {"ws://me:p@ge/heim@host/x", "wss://me:p@geheim/y@host:81/x?a=b"})
  void aPasswordThatEndsTooEarlyIsRefusedAndNotShown(String text) {
    TapewireException e = assertThrows(TapewireException.class, () -> Destination.parse(text));
    assertTrue(e.getMessage().contains("write / as %2F"), e.getMessage());
    assertFalse(e.getMessage().contains("ge"), e.getMessage());
  }

  @Test
  void settingsAreOfTheNameAndReadBack() {
    Destination plain = Destination.parse("deepgram");
    Destination set = plain.with(Map.of("model", "nova-2", "language", "de"));

    assertEquals("deepgram --set language=de --set model=nova-2", set.name());
    assertEquals("deepgram", set.address());
    assertEquals(set, Destination.parse(set.name()));
    assertNotEquals(plain.key(), set.key());
    assertEquals(plain, plain.with(Map.of()));
  }

  @Test
  void aSettingIsOneWordAndNoLongerThanPeopleRead() {
    Destination one = Destination.parse("deepgram").with(Map.of("prompt", "two words\n"));
    Destination long1 = Destination.parse("deepgram").with(Map.of("prompt", "a ".repeat(99) + "b"));
    Destination long2 = Destination.parse("deepgram").with(Map.of("prompt", "a ".repeat(99) + "c"));

    assertEquals("deepgram --set prompt=two%20words%0A", one.name());
    assertTrue(long1.name().length() < 80, long1.name());
    assertNotEquals(long1.name(), long2.name());
    assertEquals(
        "deepgram --set token=***",
        Destination.parse("deepgram").with(Map.of("token", "5")).name());
  }

  @Test
  void peopleMeanItByWhatTheyGave() {
    String name = "deepgram=ws://h?room=a&token=*** --set language=de";
    assertTrue(Destination.isMeant(name, name));
    assertTrue(Destination.isMeant("deepgram", name));
    assertTrue(Destination.isMeant("deepgram=ws://h?room=a&token=5", name));
    assertFalse(Destination.isMeant("deepgram=ws://h?room=b&token=5", name));
    assertTrue(Destination.isMeant("ws://h?room=a", "ws://h?room=***"), "an older name");
  }
}
