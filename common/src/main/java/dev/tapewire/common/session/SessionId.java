package dev.tapewire.common.session;

import dev.tapewire.common.error.TapewireException;
import java.util.regex.Pattern;

/** The name of a session: {@code [A-Za-z0-9._-]{1,80}}, and no path. */
public final class SessionId {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  private SessionId() {}

  /**
   * {@return whether {@code id} may name a session; a leading dot is refused, it hides or climbs}
   */
  public static boolean isValid(String id) {
    return FORM.matcher(id).matches() && !id.startsWith(".");
  }

  /**
   * {@return {@code id}, checked}
   *
   * @throws TapewireException wrong usage, if it may not name a session
   */
  public static String check(String id) {
    if (!isValid(id)) {
      throw TapewireException.usage(
          "session '" + id + "': use 1 to 80 of A-Z a-z 0-9 . _ - and no leading dot");
    }
    return id;
  }
}
