package dev.tapewire.common.secret;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for localhost of a test's own making, as PEM files. Immutable.
 *
 * @param certificate the file with the certificate, which is its own authority
 * @param key the file with its private key
 */
public record SelfSigned(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";
  private static final int LINE_CHARS = 64;

  /** Makes one of {@code algorithm} (EC, RSA, Ed25519) in {@code directory}, under that name. */
  public static SelfSigned make(Path directory, String name, String algorithm) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Files.deleteIfExists(store);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                "own",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.out").toFile())
            .start();
    if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
      throw new AssertionError(Files.readString(directory.resolve("keytool.out")));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Path certificate = directory.resolve(name + ".pem");
    Path key = directory.resolve(name + ".key");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("own").getEncoded()));
    byte[] pkcs8 = keys.getKey("own", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(key, pem("PRIVATE KEY", pkcs8));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return new SelfSigned(certificate, key);
  }

  private static String pem(String what, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }
}
