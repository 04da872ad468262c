package dev.tapewire.launcher.service;

/**
 * Something that a client did and the service refuses. Immutable.
 *
 * @param link the number of the link, from 0
 * @param atNs when, on {@link System#nanoTime}
 * @param text what it did
 */
public record Violation(int link, long atNs, String text) {
  @Override
  public String toString() {
    return "link " + link + ": " + text;
  }
}
