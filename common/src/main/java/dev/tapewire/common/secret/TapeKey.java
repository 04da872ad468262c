package dev.tapewire.common.secret;

import dev.tapewire.common.error.TapewireException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a user under which the keys of sessions are wrapped (AES key wrap, RFC 3394, which
 * needs no nonce and tells a wrong key). Immutable.
 */
public final class TapeKey {
  /** The option that names the file with the key. */
  public static final String OPTION = "--encrypt-key-file";

  private static final int BYTES = 32;
  private static final String AES = "AES";
  private static final String WRAP = "AESWrap";

  private final Path file;
  private final SecretKey key;

  private TapeKey(Path file, byte[] key) {
    this.file = file;
    this.key = new SecretKeySpec(key, AES);
  }

  /**
   * Reads the key from a file: 64 hex digits in one line.
   *
   * @throws TapewireException wrong usage, naming the file, never what is in it
   */
  public static TapeKey read(Path file) {
    String text = SecretFile.read(OPTION, file).strip();
    if (!text.matches("[0-9A-Fa-f]{" + 2 * BYTES + "}")) {
      throw TapewireException.usage(
          OPTION
              + " "
              + file
              + ": is not 64 hex digits in one line; make a key with: openssl rand -hex 32");
    }
    return new TapeKey(file.toAbsolutePath().normalize(), HexFormat.of().parseHex(text));
  }

  /** {@return the file that holds it, absolute} */
  public Path file() {
    return file;
  }

  /** {@return {@code secret}, wrapped} */
  public byte[] wrap(byte[] secret) {
    try {
      Cipher cipher = Cipher.getInstance(WRAP);
      cipher.init(Cipher.WRAP_MODE, key);
      return cipher.wrap(new SecretKeySpec(secret, AES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK wraps AES keys", e);
    }
  }

  /** {@return what was wrapped, or null if it was wrapped with another key or is damaged} */
  public byte[] unwrap(byte[] wrapped) {
    try {
      Cipher cipher = Cipher.getInstance(WRAP);
      cipher.init(Cipher.UNWRAP_MODE, key);
      return cipher.unwrap(wrapped, AES, Cipher.SECRET_KEY).getEncoded();
    } catch (InvalidKeyException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK unwraps AES keys", e);
    }
  }
}
