package dev.tapewire.common.cli;

import dev.tapewire.common.error.TapewireException;
import picocli.CommandLine.ITypeConverter;

/** Reads the size of {@code --join} from a command line, bytes. */
public final class JoinConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    if (!value.matches("\\d{1,9}")) {
      throw TapewireException.usage("--join " + value + ": write a number of bytes, as 65536");
    }
    return Integer.valueOf(value);
  }
}
