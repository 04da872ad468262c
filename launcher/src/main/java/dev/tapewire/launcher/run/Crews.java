package dev.tapewire.launcher.run;

import dev.tapewire.capture.SourceKind;
import dev.tapewire.common.session.Destination;
import dev.tapewire.launcher.supervise.Child;
import dev.tapewire.launcher.supervise.Crew;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which processes a plan needs, and how each is started. */
final class Crews {
  private Crews() {}

  /**
   * {@return the processes of {@code plan}}
   *
   * @param own our own receiver; null if the plan has other destinations
   */
  static Crew of(RunPlan plan, OwnReceiver own) {
    Child capture =
        new Child("capture", "", restarts -> Optional.of(capture(plan, own, restarts > 0)));
    List<Child> senders = new ArrayList<>();
    if (own != null) {
      String name = own.destination().name();
      senders.add(
          new Child("sender", name, restarts -> own.uri().map(uri -> own(plan, uri, name))));
    }
    for (RunPlan.Target target : plan.targets()) {
      senders.add(
          new Child(
              "sender",
              target.destination().name(),
              restarts -> Optional.of(sender(plan, target))));
    }
    return new Crew(capture, plan.live(), senders, own == null ? null : own.child());
  }

  private static List<String> capture(RunPlan plan, OwnReceiver own, boolean again) {
    List<String> arguments = new ArrayList<>(List.of("capture", "--session", plan.session()));
    arguments.addAll(plan.captureOptions());
    if (plan.source().kind() == SourceKind.COMMAND) {
      arguments.addAll(List.of("--piped", plan.source().source()));
    }
    if (again && plan.source().kind() == SourceKind.MIC && !plan.source().waitDevice()) {
      arguments.add("--wait-device"); // It was there before; it may come back.
    }
    if (again) {
      arguments.add("--again");
    }
    if (own != null) {
      arguments.addAll(List.of("--to", own.destination().name()));
    }
    for (RunPlan.Target target : plan.targets()) {
      arguments.addAll(List.of("--to", target.destination().name()));
    }
    arguments.addAll(plan.ofTape());
    return arguments;
  }

  private static List<String> own(RunPlan plan, String uri, String name) {
    List<String> arguments =
        new ArrayList<>(List.of("send", "--follow", "--to", uri, "--destination", name));
    arguments.addAll(plan.sendOptions());
    arguments.addAll(plan.ofTape());
    return arguments;
  }

  private static List<String> sender(RunPlan plan, RunPlan.Target target) {
    List<String> arguments = new ArrayList<>(List.of("send", "--follow", "--to", target.to()));
    arguments.addAll(target.options());
    arguments.addAll(plan.sendOptions());
    arguments.addAll(plan.ofTape());
    return arguments;
  }

  /** {@return the destinations of {@code plan}} */
  static List<Destination> destinations(RunPlan plan, OwnReceiver own) {
    List<Destination> destinations = new ArrayList<>();
    if (own != null) {
      destinations.add(own.destination());
    }
    plan.targets().forEach(target -> destinations.add(target.destination()));
    return destinations;
  }
}
