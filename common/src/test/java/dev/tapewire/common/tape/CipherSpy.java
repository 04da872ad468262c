package dev.tapewire.common.tape;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The JDK's AES-GCM, which notes every key and nonce that anything was sealed with, whatever became
 * of the result. Confined to one thread, between {@link #install} and {@link #remove}.
 */
public final class CipherSpy extends CipherSpi {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String NAME = "CipherSpy";

  /** What was sealed under each key and nonce: AAD and plaintext. */
  private static final Map<String, byte[]> SEALED = new HashMap<>();

  private static int repeated;

  private final Cipher real;
  private String used = "";
  private byte[] associated = {};

  /** Made by the JDK when the cipher is asked for. */
  public CipherSpy() throws GeneralSecurityException {
    real = Cipher.getInstance(CIPHER, "SunJCE");
  }

  static void install() {
    SEALED.clear();
    repeated = 0;
    Provider provider =
        new Provider(NAME, "1", "notes what is sealed") {
          private static final long serialVersionUID = 1L;
        };
    provider.put("Cipher." + CIPHER, CipherSpy.class.getName());
    Security.insertProviderAt(provider, 1);
  }

  static void remove() {
    Security.removeProvider(NAME);
  }

  /** {@return how many seals there were, each under a key and nonce of its own} */
  static int seals() {
    return SEALED.size();
  }

  /** {@return how many seals used a key and nonce again} */
  static int repeated() {
    return repeated;
  }

  private void note(byte[] plain, int from, int length) {
    if (used.isEmpty()) {
      return;
    }
    byte[] what = Arrays.copyOf(associated, associated.length + length);
    System.arraycopy(plain, from, what, associated.length, length);
    repeated += SEALED.put(used, what) == null ? 0 : 1;
    used = "";
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameterSpec spec, SecureRandom random)
      throws java.security.InvalidKeyException, java.security.InvalidAlgorithmParameterException {
    byte[] nonce = ((GCMParameterSpec) spec).getIV();
    HexFormat hex = HexFormat.of();
    used =
        mode == Cipher.ENCRYPT_MODE ? hex.formatHex(key.getEncoded()) + hex.formatHex(nonce) : "";
    real.init(mode, key, spec);
  }

  @Override
  protected void engineUpdateAAD(byte[] source, int offset, int length) {
    associated = Arrays.copyOfRange(source, offset, offset + length);
    real.updateAAD(source, offset, length);
  }

  @Override
  protected int engineDoFinal(byte[] in, int from, int length, byte[] out, int at)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    note(in, from, length);
    return real.doFinal(in, from, length, out, at);
  }

  @Override
  protected byte[] engineDoFinal(byte[] in, int from, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    throw new AEADBadTagException("not used here");
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters spec, SecureRandom random) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected byte[] engineUpdate(byte[] in, int from, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected int engineUpdate(byte[] in, int from, int length, byte[] out, int at) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void engineSetMode(String mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void engineSetPadding(String padding) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected int engineGetBlockSize() {
    return real.getBlockSize();
  }

  @Override
  protected int engineGetOutputSize(int length) {
    return real.getOutputSize(length);
  }

  @Override
  protected byte[] engineGetIV() {
    return real.getIV();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return real.getParameters();
  }
}
