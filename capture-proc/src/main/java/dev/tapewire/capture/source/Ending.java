package dev.tapewire.capture.source;

/** Asked at a pipe's end: why does it end? */
@FunctionalInterface
public interface Ending {
  /** Nobody can tell: it came to its end. */
  Ending UNKNOWN = () -> null;

  /** {@return null if it came to its end; else why whoever wrote it failed} May wait a little. */
  String failure();
}
