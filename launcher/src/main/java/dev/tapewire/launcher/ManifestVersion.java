package dev.tapewire.launcher;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. Immutable. */
final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"tapewire " + (version == null ? "(not from a jar)" : version)};
  }
}
