package dev.tapewire.common.secret;

import dev.tapewire.common.error.TapewireException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its private key, from PEM files. Immutable.
 *
 * @param key fits the first certificate
 * @param chain the own certificate, then those that lead from it to its authority
 */
public record PemIdentity(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

  /** Copies the list. */
  public PemIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * {@return what the two files hold}
   *
   * @param certificateOption that named {@code certificate}, for messages
   * @param keyOption that named {@code key}, for messages
   * @throws TapewireException wrong usage, naming option and file, never what is in it
   */
  public static PemIdentity read(
      String certificateOption, Path certificate, String keyOption, Path key) {
    List<X509Certificate> chain = PemCertificates.read(certificateOption, certificate);
    String what = keyOption + " " + key;
    byte[] encoded = encoded(what, key, SecretFile.read(keyOption, key));
    PublicKey publicKey = chain.get(0).getPublicKey();
    try {
      KeyFactory keys = KeyFactory.getInstance(publicKey.getAlgorithm());
      PrivateKey privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (belongTogether(privateKey, publicKey)) {
        return new PemIdentity(privateKey, chain);
      }
    } catch (GeneralSecurityException e) {
      throw notOf(what, certificate, e);
    }
    throw notOf(what, certificate, null);
  }

  private static byte[] encoded(String what, Path file, String pem) {
    Matcher m = KEY.matcher(pem);
    if (!m.find()) {
      throw TapewireException.usage(
          what + ": holds no private key; give a PEM file (BEGIN PRIVATE KEY)");
    }
    if (m.group(1).equals("ENCRYPTED ") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
      throw TapewireException.usage(
          what + ": is encrypted; decrypt it: openssl pkey -in " + file + " -out NEW");
    }
    if (!m.group(1).isEmpty()) {
      throw TapewireException.usage(
          what
              + ": is of the old form "
              + m.group(1)
              + "PRIVATE KEY; convert it: openssl pkey -in "
              + file
              + " -out NEW");
    }
    try {
      return Base64.getMimeDecoder().decode(m.group(2));
    } catch (IllegalArgumentException e) {
      throw TapewireException.usage(what + ": is damaged");
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    byte[] text = "of one pair".getBytes(StandardCharsets.US_ASCII);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(text);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(publicKey);
    verifier.update(text);
    return verifier.verify(signature);
  }

  private static TapewireException notOf(String what, Path certificate, Exception cause) {
    String why = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
    return TapewireException.usage(
        what + ": is not the key of the certificate in " + certificate + why);
  }
}
