package dev.tapewire.launcher.service;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * What a service allows on one link and how it answers. Every method is called under the server's
 * lock, and none after the link is closed.
 */
abstract class Rules {
  final ServiceLink link;
  final Scale scale;
  private final ServiceServer server;
  private final long openedNs;
  private long lastSignNs;
  private Pace pace;

  Rules(ServiceLink link, ServiceServer server) {
    this.link = link;
    this.server = server;
    scale = server.scale();
    openedNs = server.nowNs();
    lastSignNs = openedNs;
  }

  /** The link is open. */
  void opened() {}

  /** A text message came. */
  abstract void text(String text);

  /** A binary message came. */
  abstract void binary(byte[] bytes);

  /** The client closes the link. */
  abstract void closing(int code);

  /** Time went by. */
  void tick() {}

  /** Nothing was read for {@code ns}, by the server's own will. */
  final void excuse(long ns) {
    lastSignNs += ns;
    if (pace != null) {
      pace.excuse(ns);
    }
  }

  /** The machine was late by {@code ns}: whoever was to give a sign may have been, too. */
  final void late(long ns) {
    lastSignNs += ns;
  }

  final long nowNs() {
    return server.nowNs();
  }

  /** From now on audio may come so many times as fast as it plays. */
  final void ceiling(double timesRealTime) {
    pace = new Pace(scale, timesRealTime, nowNs());
  }

  /** {@return whether so much audio may come now} */
  final boolean inPace(double seconds) {
    return pace == null || pace.takes(seconds, nowNs());
  }

  /** The client gave a sign of life. */
  final void sign() {
    lastSignNs = nowNs();
  }

  final boolean silentFor(double seconds) {
    return nowNs() - lastSignNs > scale.limitNs(seconds);
  }

  final boolean openFor(double seconds) {
    return nowNs() - openedNs > scale.limitNs(seconds);
  }

  /** {@return the seconds of the service's clock since the link opened} */
  final double openSeconds() {
    return scale.seconds(nowNs() - openedNs);
  }

  /** {@return whether this frame is to be refused although it is right, as a service may} */
  final boolean unlucky() {
    return server.unlucky();
  }

  /** {@return the message as an object; null, noted, if it is none or the vendor's types say no} */
  final JsonObject object(String text) {
    String fault = server.grammar().fault(text);
    if (fault != null) {
      link.violation("the vendor's types refuse " + brief(text) + ": " + fault);
    }
    JsonObject object = parse(text);
    if (object == null) {
      link.violation("no JSON object: " + brief(text));
    }
    return object;
  }

  /** {@return the object that {@code text} is, or null} */
  static JsonObject parse(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      return element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException notJson) {
      return null;
    }
  }

  static String string(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  static JsonObject child(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  static String brief(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
