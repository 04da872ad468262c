package dev.tapewire.launcher.sessions;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.tape.TapeFaultException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Says in one line what is wrong with a tape or a file. */
final class Damage {
  private Damage() {}

  /** {@return the failure of a command that met a damaged tape} */
  static TapewireException of(String session, TapeFaultException fault, String remedy) {
    return TapewireException.failed(
        "session " + session + " is damaged: " + fault.getMessage() + "; " + remedy, fault);
  }

  /** {@return why {@code e} happened, without its class's name where the user can do without} */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such directory";
    }
    return IoReason.of(e);
  }
}
