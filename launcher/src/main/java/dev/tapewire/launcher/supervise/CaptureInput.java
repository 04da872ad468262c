package dev.tapewire.launcher.supervise;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/**
 * What capture finds as its standard input, in each of its lives. Confined to the supervisor's
 * thread.
 */
public interface CaptureInput extends AutoCloseable {
  /** {@return what to start the next life of capture with} */
  Redirect open();

  /** The life that {@link #open} was called for has been started. */
  void started();

  /** {@return what capture is told of it on its command line} */
  default List<String> arguments() {
    return List.of();
  }

  @Override
  void close();

  /** {@return nothing to read} */
  static CaptureInput none() {
    return new Fixed(Redirect.from(new File("/dev/null")));
  }

  /** {@return the supervisor's own standard input, which outlives every capture} */
  static CaptureInput inherited() {
    return new Fixed(Redirect.INHERIT);
  }

  /** The same in each life. Immutable. */
  record Fixed(Redirect open) implements CaptureInput {
    @Override
    public void started() {}

    @Override
    public void close() {}
  }
}
