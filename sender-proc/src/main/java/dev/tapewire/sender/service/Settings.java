package dev.tapewire.sender.service;

import dev.tapewire.common.error.TapewireException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be set of a service, and is. Immutable. */
public final class Settings {
  private final String service;
  private final Map<String, String> values;

  private Settings(String service, Map<String, String> values) {
    this.service = service;
    this.values = Map.copyOf(values);
  }

  /**
   * {@return the settings of a service with those of {@code given} instead of the defaults}
   *
   * @throws TapewireException wrong usage, naming a key that the service does not have
   */
  public static Settings of(Sheet sheet, Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>(sheet.settings());
    given.forEach(
        (key, value) -> {
          if (!all.containsKey(key)) {
            throw TapewireException.usage(
                "--set "
                    + key
                    + ": "
                    + sheet.name()
                    + " has no such setting; it has "
                    + String.join(", ", sheet.settings().keySet()));
          }
          all.put(key, value);
        });
    Settings set = new Settings(sheet.name(), Map.copyOf(all));
    sheet
        .derived()
        .forEach((key, standard) -> all.put(key, given.getOrDefault(key, standard.apply(set))));
    return new Settings(sheet.name(), all);
  }

  /** {@return the value; empty: not set} */
  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(service + " has no setting " + key);
    }
    return value;
  }

  /**
   * {@return the value as a number}
   *
   * @throws TapewireException wrong usage, if it is none from {@code least} to {@code greatest}
   */
  public double number(String key, double least, double greatest) {
    String text = text(key);
    try {
      double number = Double.parseDouble(text);
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, text, "a number");
    }
    throw wrong(key, text, "from " + least + " to " + greatest);
  }

  /** {@return whether the value is {@code true}; throws if it is neither true nor false} */
  public boolean flag(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(key, text, "true or false");
    }
    return text.equals("true");
  }

  private TapewireException wrong(String key, String text, String form) {
    return TapewireException.usage(
        "--set " + key + "=" + text + ": " + service + " takes " + form + " here");
  }
}
