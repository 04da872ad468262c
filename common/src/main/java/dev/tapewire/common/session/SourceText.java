package dev.tapewire.common.session;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a source is written on its tape, which travels: a command without what may be a credential.
 * Safe for use by any thread.
 */
public final class SourceText {
  private static final String COMMAND_PREFIX = "cmd:";

  private static final String SECRET_WORD =
      "(?:passw(?:or)?d|passphrase|secret|token|credential|authorization|cookie"
          + "|(?:api|access|auth|private|subscription)[-_]?key|apikey)";

  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,19}://[^\\s'\"<>|]+");

  /** A password may hold a / or an @, though it should not. */
  private static final Pattern USER_INFO = Pattern.compile("//(?:[^/@?#]*:[^?#]*|[^/?#]*)@");

  /** A header of HTTP: its value goes on to the end of its quotes or of the line. */
  private static final Pattern HEADER =
      Pattern.compile("(?i)([\\w-]*" + SECRET_WORD + "[\\w-]*\\s*:\\s*)[^'\"\\\\\\r\\n]+");

  /** An option or a variable: its value is one word, or what is quoted. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w-]*" + SECRET_WORD + "[\\w-]*(?:=|\\s+))('[^']*'|\"[^\"]*\"|[^\\s'\"]+)");

  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b((?:bearer|basic|token)\\s+)[^\\s'\"]+");

  /** As curl and wget have it. */
  private static final Pattern USER =
      Pattern.compile("(\\s(?:-u|--user)[ =]?[^\\s:'\"]+:)[^\\s'\"]+");

  private SourceText() {}

  /**
   * {@return {@code source}, and in its place {@code ***} for each part of a command that looks
   * like a credential} Two that differ in that alone are one source, so that a credential may
   * change in mid-session.
   */
  public static String shown(String source) {
    return source.startsWith(COMMAND_PREFIX) ? shownCommand(source) : source;
  }

  /** {@return {@code command} in the same way} */
  public static String shownCommand(String command) {
    String shown = said(command);
    for (Pattern pattern : new Pattern[] {HEADER, SCHEME, NAMED, USER}) {
      shown =
          pattern.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(Destination.SECRET));
    }
    return shown;
  }

  /**
   * {@return {@code line}, in which addresses have no credentials} For what a command says: it may
   * speak of tokens and passwords and show none.
   */
  public static String said(String line) {
    return ADDRESS.matcher(line).replaceAll(SourceText::address);
  }

  private static String address(MatchResult found) {
    String anonymous =
        USER_INFO
            .matcher(found.group())
            .replaceFirst("//" + Matcher.quoteReplacement(Destination.SECRET) + "@");
    return Matcher.quoteReplacement(Destination.redact(anonymous));
  }
}
