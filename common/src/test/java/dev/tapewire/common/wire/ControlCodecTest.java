package dev.tapewire.common.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlCodecTest {
  private static final String INCARNATION = "000102030405060708090a0b0c0d0e0f";
  private static final String DIGEST = "ab".repeat(32);

  private static Map<String, Control> golden() {
    Map<String, Control> all = new LinkedHashMap<>();
    all.put(
        "{'type':'greeting','protocol':'tapewire.v1','message_bytes_max':262144}",
        new Control.Greeting(262_144));
    all.put(
        "{'type':'hello','session':'s','delivery':'first','rate':44100,'channels':2,"
            + "'encoding':'s16le','first':0,'first_position':7}",
        new Control.Hello("s", "first", 44_100, 2, "s16le", 0, 7));
    all.put(
        "{'type':'welcome','from':'here','incarnation':'"
            + INCARNATION
            + "','next':12,'digest':'"
            + DIGEST
            + "'}",
        new Control.Welcome(true, INCARNATION, 12, DIGEST));
    all.put(
        "{'type':'welcome','from':'here','incarnation':'','next':0,'digest':'" + DIGEST + "'}",
        new Control.Welcome(true, "", 0, DIGEST));
    all.put(
        "{'type':'welcome','from':'checkpoint'}",
        new Control.Welcome(false, "", 0, "0".repeat(64)));
    all.put(
        "{'type':'rewind','incarnation':'" + INCARNATION + "','next':9}",
        new Control.Rewind(INCARNATION, 9));
    all.put("{'type':'ack','next':9007199254740992}", new Control.Ack(1L << 53));
    all.put("{'type':'end','next':5,'digest':'" + DIGEST + "'}", new Control.End(5, DIGEST));
    all.put("{'type':'complete','digest':'" + DIGEST + "'}", new Control.Complete(DIGEST));
    return all;
  }

  @Test
  void numbersAreThoseThatADoubleHolds() {
    assertThrows(
        WireException.class,
        () -> ControlCodec.decode("{\"type\":\"ack\",\"next\":9007199254740993}"));
  }

  @Test
  void sendingAgainWillNotHelpAgainstALibraryThatFindsAMessageTooLong() {
    assertTrue(CloseCode.isPermanent(1009));
    assertTrue(CloseCode.isPermanent(CloseCode.TOO_LARGE));
    assertFalse(CloseCode.isPermanent(CloseCode.GOING_AWAY));
    assertFalse(CloseCode.isPermanent(CloseCode.STORAGE));
  }

  @Test
  void everyMessageIsThisText() {
    golden()
        .forEach(
            (text, message) -> {
              String json = text.replace('\'', '"');
              assertEquals(json, ControlCodec.encode(message));
              assertEquals(message, ControlCodec.decode(json));
            });
  }

  @Test
  void unknownTypesAndMembersArePassedOver() {
    assertNull(ControlCodec.decode("{\"type\":\"mark\",\"at\":5}"));
    assertEquals(
        new Control.Ack(5), ControlCodec.decode("{\"type\":\"ack\",\"next\":5,\"x\":[1,{}]}"));
  }

  @Test
  void whatIsNoMessageIsRefused() {
    for (String text :
        new String[] {
          "",
          "null",
          "[]",
          "5",
          "{",
          "\"ack\"",
          "{}",
          "{'type':5}",
          "{'type':'ack'}",
          "{'type':'ack','next':-1}",
          "{'type':'ack','next':1.5}",
          "{'type':'ack','next':'5'}",
          "{'type':'ack','next':9223372036854775808}",
          "{'type':'ack','next':null}",
          "{'type':'ack','next':1e400}",
          "{'type':'end','next':5,'digest':'AB'}",
          "{'type':'rewind','incarnation':'../x','next':1}",
          "{'type':'welcome','from':'here','next':1,'digest':'" + DIGEST + "'}",
          "x".repeat(ControlCodec.TEXT_CHARS_MAX + 1),
        }) {
      String json = text.replace('\'', '"');
      if (json.equals("{\"type\":5}")) {
        assertNull(ControlCodec.decode(json)); // A type nobody knows.
      } else {
        assertThrows(WireException.class, () -> ControlCodec.decode(json), json);
      }
    }
  }
}
