package dev.tapewire.common.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.regex.Pattern;

/** Control messages to JSON and back; unknown members are passed over, missing ones refused. */
public final class ControlCodec {
  /** No control message of ours comes near; anything longer is no control message. */
  public static final int TEXT_CHARS_MAX = 4096;

  /** The largest number: what a double holds to the unit, as other JSON libraries have it. */
  public static final long NUMBER_MAX = 1L << 53;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern INCARNATION = Pattern.compile("[0-9a-f]{32}|");

  private ControlCodec() {}

  /** {@return the JSON text of a message} */
  public static String encode(Control message) {
    JsonObject o = new JsonObject();
    if (message instanceof Control.Greeting m) {
      o.addProperty("type", "greeting");
      o.addProperty("protocol", Control.SUBPROTOCOL);
      o.addProperty("message_bytes_max", m.messageBytesMax());
    } else if (message instanceof Control.Hello m) {
      o.addProperty("type", "hello");
      o.addProperty("session", m.session());
      o.addProperty("delivery", m.delivery());
      o.addProperty("rate", m.rate());
      o.addProperty("channels", m.channels());
      o.addProperty("encoding", m.encoding());
      o.addProperty("first", m.first());
      o.addProperty("first_position", m.firstPosition());
    } else if (message instanceof Control.Welcome m) {
      o.addProperty("type", "welcome");
      o.addProperty("from", m.keepsState() ? "here" : "checkpoint");
      if (m.keepsState()) {
        o.addProperty("incarnation", m.incarnation());
        o.addProperty("next", m.next());
        o.addProperty("digest", m.digest());
      }
    } else if (message instanceof Control.Rewind m) {
      o.addProperty("type", "rewind");
      o.addProperty("incarnation", m.incarnation());
      o.addProperty("next", m.next());
    } else if (message instanceof Control.Ack m) {
      o.addProperty("type", "ack");
      o.addProperty("next", m.next());
    } else if (message instanceof Control.End m) {
      o.addProperty("type", "end");
      o.addProperty("next", m.next());
      o.addProperty("digest", m.digest());
    } else if (message instanceof Control.Complete m) {
      o.addProperty("type", "complete");
      o.addProperty("digest", m.digest());
    }
    return o.toString();
  }

  /**
   * Reads a message.
   *
   * @return null for a type of a later version, which is passed over
   * @throws WireException if it is no JSON object, or a member is missing or out of range
   */
  public static Control decode(String text) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw new WireException("control message of " + text.length() + " characters");
    }
    JsonObject o;
    try {
      o = JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new WireException("control message is not a JSON object");
    }
    return switch (string(o, "type")) {
      case "greeting" ->
          new Control.Greeting(Math.toIntExact(clamp(number(o, "message_bytes_max"))));
      case "hello" ->
          new Control.Hello(
              string(o, "session"),
              string(o, "delivery"),
              Math.toIntExact(clamp(number(o, "rate"))),
              Math.toIntExact(clamp(number(o, "channels"))),
              string(o, "encoding"),
              number(o, "first"),
              number(o, "first_position"));
      case "welcome" -> welcome(o);
      case "rewind" ->
          new Control.Rewind(matching(o, "incarnation", INCARNATION), number(o, "next"));
      case "ack" -> new Control.Ack(number(o, "next"));
      case "end" -> new Control.End(number(o, "next"), matching(o, "digest", DIGEST));
      case "complete" -> new Control.Complete(matching(o, "digest", DIGEST));
      default -> null;
    };
  }

  private static Control welcome(JsonObject o) {
    if (string(o, "from").equals("checkpoint")) {
      return new Control.Welcome(false, "", 0, "0".repeat(64));
    }
    return new Control.Welcome(
        true,
        matching(o, "incarnation", INCARNATION),
        number(o, "next"),
        matching(o, "digest", DIGEST));
  }

  private static long clamp(long value) {
    return Math.min(value, Integer.MAX_VALUE);
  }

  private static String matching(JsonObject o, String name, Pattern form) {
    String value = string(o, name);
    if (!form.matcher(value).matches()) {
      throw new WireException("'" + name + "' is malformed");
    }
    return value;
  }

  private static String string(JsonObject o, String name) {
    JsonElement e = o.get(name);
    if (e == null || !e.isJsonPrimitive()) {
      throw new WireException("'" + name + "' is missing");
    }
    return e.getAsString();
  }

  private static long number(JsonObject o, String name) {
    JsonElement e = o.get(name);
    if (e == null || !e.isJsonPrimitive() || !e.getAsJsonPrimitive().isNumber()) {
      throw new WireException("'" + name + "' is not a number");
    }
    try {
      long value = e.getAsBigDecimal().longValueExact();
      if (value < 0) {
        throw new WireException("'" + name + "' is negative");
      }
      if (value > NUMBER_MAX) {
        throw new WireException("'" + name + "' is over 2^53");
      }
      return value;
    } catch (ArithmeticException | NumberFormatException tooBig) {
      throw new WireException("'" + name + "' is not a 64-bit integer");
    }
  }
}
