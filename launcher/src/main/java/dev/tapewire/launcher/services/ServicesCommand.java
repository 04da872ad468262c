package dev.tapewire.launcher.services;

import com.google.gson.GsonBuilder;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Output;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Services;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the speech services. Confined to the main thread. */
@Command(
    name = "services",
    description = "Lists the speech services: their limits, what they prove, how far we checked.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire services",
      "  tapewire services deepgram",
      "      tells more of one, its settings too",
      "  DEEPGRAM_API_KEY=... tapewire run --to deepgram --set model=nova-3"
    })
public final class ServicesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "tell more of this one")
  private String name;

  @Override
  public Integer call() {
    List<Service> services = name == null ? Services.all() : List.of(one());
    if (json) {
      var printer = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
      Output.json(printer.toJson(ServiceFacts.json(services)));
    } else if (name == null) {
      Output.lines(ServiceFacts.table(services));
    } else {
      Output.lines(ServiceFacts.lines(services.get(0).sheet()));
    }
    return ExitCode.OK.code();
  }

  private Service one() {
    Service service = Services.byName(name);
    if (service == null) {
      throw TapewireException.usage("no service '" + name + "'; `tapewire services` lists them");
    }
    return service;
  }
}
