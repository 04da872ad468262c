package dev.tapewire.sender.service;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a service's words say that the account is at its end: no credit, contract over. Each has
 * its own code and place for it, in an error, a warning or the reason of a close; the words are
 * alike. Safe for use by any thread.
 */
public final class NoCredit {
  /** Longer text is a page, and no reason. */
  private static final int CHARS_MAX = 1000;

  private static final Pattern SAYS =
      Pattern.compile(
          "insufficient[ _-](quota|fund|credit|balance|account balance)"
              + "|(quota|credits?|funds|balance)[^.]{0,20} (exhausted|depleted|used up)"
              + "|(exceeded|reached) your( current| monthly)? (quota|usage|spend|billing)"
              + "|(out of|not enough|no( more| remaining)?) (credit|fund|balance)"
              + "|payment[ _-]required|billing[ _-](hard[ _-])?limit|account not funded"
              + "|(account|organization|project)[^.]{0,20}"
              + "[ _-](deactivated|suspended|disabled|terminated)"
              + "|timelimit_exceeded|contract (is over|has ended|expired)");

  private NoCredit() {}

  /** {@return whether it does} */
  public static boolean isIn(String reason) {
    String start = reason.substring(0, Math.min(CHARS_MAX, reason.length()));
    return SAYS.matcher(start.toLowerCase(Locale.ROOT)).find();
  }
}
