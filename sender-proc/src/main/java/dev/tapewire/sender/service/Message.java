package dev.tapewire.sender.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON object of a service, read leniently: a member that is not there, or is of another type, is
 * empty, zero or none. Immutable.
 */
final class Message {
  private static final Message NONE = new Message(new JsonObject());

  private final JsonObject json;

  private Message(JsonObject json) {
    this.json = json;
  }

  /** {@return the message; an empty one if {@code text} is no JSON object} */
  static Message of(String text) {
    try {
      return of(JsonParser.parseString(text));
    } catch (JsonParseException | StackOverflowError e) {
      return NONE; // It is kept as it came; there is nothing in it that we could go by.
    }
  }

  private static Message of(JsonElement element) {
    return element != null && element.isJsonObject()
        ? new Message(element.getAsJsonObject())
        : NONE;
  }

  boolean has(String member) {
    return json.has(member) && !json.get(member).isJsonNull();
  }

  /** {@return a string, a number or a flag as text; empty: none is there} */
  String text(String member) {
    JsonElement element = json.get(member);
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }

  /** {@return a number, also one that is written as a string; {@code otherwise}: none is there} */
  double number(String member, double otherwise) {
    try {
      String text = text(member);
      double number = text.isEmpty() ? otherwise : Double.parseDouble(text);
      return Double.isFinite(number) ? number : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  boolean flag(String member) {
    return text(member).equals("true");
  }

  Message at(String member) {
    return of(json.get(member));
  }

  /** {@return the objects of an array; those that are none are left out} */
  List<Message> list(String member) {
    List<Message> list = new ArrayList<>();
    for (JsonElement element : array(member)) {
      if (element.isJsonObject()) {
        list.add(of(element));
      }
    }
    return list;
  }

  /** {@return number {@code index} of an array of numbers; {@code otherwise}: it is not there} */
  double number(String member, int index, double otherwise) {
    JsonArray array = array(member);
    if (index >= array.size() || !array.get(index).isJsonPrimitive()) {
      return otherwise;
    }
    try {
      return array.get(index).getAsDouble();
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private JsonArray array(String member) {
    JsonElement element = json.get(member);
    return element != null && element.isJsonArray() ? element.getAsJsonArray() : new JsonArray();
  }
}
