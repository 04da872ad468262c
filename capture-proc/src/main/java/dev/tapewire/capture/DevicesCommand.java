package dev.tapewire.capture;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.capture.device.InputDevice;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.log.Output;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tapewire devices}: lists audio inputs. Confined to the main thread. */
@Command(
    name = "devices",
    description = "Lists audio inputs with the formats they take.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire devices",
      "  tapewire capture --source mic:usb",
      "      records the input whose name or description has 'usb' in it"
    })
public final class DevicesCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @Override
  public Integer call() {
    List<InputDevice> devices = InputDevice.all();
    common.log().detail("inputs that Java Sound finds: " + devices.size());
    if (json) {
      Output.json(json(devices));
    } else if (devices.isEmpty()) {
      Output.line("no audio input found");
    } else {
      devices.forEach(DevicesCommand::print);
    }
    return ExitCode.OK.code();
  }

  private static void print(InputDevice device) {
    Output.line(device.name() + (device.isDefault() ? " (default)" : ""));
    Output.line("  " + device.description());
    Output.line("  " + device.formatsLine());
  }

  private static JsonArray json(List<InputDevice> devices) {
    JsonArray array = new JsonArray();
    for (InputDevice device : devices) {
      JsonObject o = new JsonObject();
      o.addProperty("name", device.name());
      o.addProperty("description", device.description());
      o.addProperty("default", device.isDefault());
      JsonArray formats = new JsonArray();
      for (PcmFormat format : device.formats()) {
        JsonObject f = new JsonObject();
        f.addProperty("rate", format.sampleRateHz());
        f.addProperty("channels", format.channels());
        f.addProperty("encoding", format.encoding().label());
        formats.add(f);
      }
      o.add("formats", formats);
      array.add(o);
    }
    return array;
  }
}
