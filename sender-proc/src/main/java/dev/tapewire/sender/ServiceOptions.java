package dev.tapewire.sender;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.cli.KeyOptions;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.Destination;
import dev.tapewire.sender.delivery.CatchUp;
import dev.tapewire.sender.delivery.ServiceKey;
import dev.tapewire.sender.delivery.ServiceTerms;
import dev.tapewire.sender.link.ServiceChoice;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Services;
import dev.tapewire.sender.service.Settings;
import dev.tapewire.sender.service.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is asked of a speech service. A picocli group. */
public final class ServiceOptions {
  /** Stands above them in the help. */
  public static final String HEADING =
      "%nA speech service (`tapewire services` lists them and their settings;%n"
          + "hume-evi was ended by its vendor on 2026-11-13):%n";

  private static final String LATEST = "latest:";
  private static final long SETTINGS_BYTES_MAX = 1 << 20;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting of the service; may be repeated")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "settings in a file, a JSON object; --set goes before it")
  private Path file;

  @Option(
      names = "--catch-up",
      paramLabel = "HOW",
      description =
          "after an outage: all (default), in order; live-first, the newest at once and the rest"
              + " behind it on a second session; latest:DUR, only the newest, such as latest:30s")
  private String catchUp;

  /**
   * {@return what they choose, or null: the destination is no speech service}
   *
   * @throws TapewireException wrong usage: a setting that the service does not have, a missing key
   */
  ServiceChoice choice(Destination destination, KeyOptions key) {
    if (!destination.isService()) {
      if (!set.isEmpty() || file != null || catchUp != null) {
        throw TapewireException.usage(
            "--set, --settings, --catch-up: "
                + destination.name()
                + " is no speech service; drop them");
      }
      return null;
    }
    Service service = Services.byName(destination.profile());
    Settings settings = Settings.of(service.sheet(), given());
    service.opening(destination.uri(), settings); // Now, not at the first link.
    ServiceTerms.rehearse(service, settings);
    return key(destination, service, settings, key, catchUp());
  }

  /** {@return the settings that are given, those of the file among them} */
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>(file == null ? Map.of() : read(file));
    given.putAll(set);
    return given;
  }

  private CatchUp catchUp() {
    if (catchUp == null || catchUp.equals("all")) {
      return CatchUp.ALL;
    }
    if (catchUp.equals("live-first")) {
      return CatchUp.LIVE_FIRST;
    }
    if (!catchUp.startsWith(LATEST)) {
      throw TapewireException.usage(
          "--catch-up " + catchUp + ": write all, live-first or latest:DUR");
    }
    Duration newest = new DurationConverter().convert(catchUp.substring(LATEST.length()));
    if (newest.isZero() || newest.isNegative()) {
      throw TapewireException.usage("--catch-up " + catchUp + ": nothing would be left");
    }
    return CatchUp.latest(newest.toNanos());
  }

  private static ServiceChoice key(
      Destination destination,
      Service service,
      Settings settings,
      KeyOptions options,
      CatchUp catchUp) {
    Sheet sheet = service.sheet();
    String given = options.key();
    if (given != null || sheet.keyVariables().isEmpty()) {
      return new ServiceChoice(service, settings, new ServiceKey(given, options.source()), catchUp);
    }
    for (String variable : sheet.keyVariables()) {
      if (System.getenv(variable) != null) {
        KeyOptions there = new KeyOptions(variable, null);
        ServiceKey key = new ServiceKey(there.key(), variable);
        return new ServiceChoice(service, settings, key, catchUp);
      }
    }
    String variable = sheet.keyVariables().get(0);
    boolean atVendor = destination.uri().toString().equals(sheet.endpoint());
    if (atVendor) {
      throw TapewireException.usage(
          "--to "
              + destination.name()
              + ": it needs a key; put it into "
              + variable
              + ", or name it by --key-env or --key-file");
    }
    return new ServiceChoice(service, settings, new ServiceKey(null, variable), catchUp);
  }

  private static Map<String, String> read(Path file) {
    try {
      if (Files.size(file) > SETTINGS_BYTES_MAX) {
        throw TapewireException.usage("--settings " + file + ": larger than 1 MiB");
      }
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      Map<String, String> settings = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
        settings.put(entry.getKey(), entry.getValue().getAsString());
      }
      return settings;
    } catch (IOException e) {
      throw TapewireException.usage("--settings " + file + ": can't be read: " + IoReason.of(e));
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw TapewireException.usage(
          "--settings " + file + ": write one JSON object, its values strings or numbers");
    }
  }

  /** {@return the options as they were written} */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    set.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    if (file != null) {
      arguments.addAll(List.of("--settings", file.toAbsolutePath().toString()));
    }
    if (catchUp != null) {
      arguments.addAll(List.of("--catch-up", catchUp));
    }
    return arguments;
  }
}
