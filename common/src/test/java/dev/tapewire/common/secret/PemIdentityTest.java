package dev.tapewire.common.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemIdentityTest {
  @TempDir private static Path once;
  private static final Map<String, SelfSigned> BY_ALGORITHM = new HashMap<>();

  @TempDir private Path directory;
  private SelfSigned made;

  @BeforeAll
  static void makeCertificates() throws Exception {
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      BY_ALGORITHM.put(algorithm, SelfSigned.make(once, algorithm, algorithm));
    }
    BY_ALGORITHM.put("another EC", SelfSigned.make(once, "another", "EC"));
  }

  @BeforeEach
  void takeACertificate() throws Exception {
    SelfSigned ec = BY_ALGORITHM.get("EC");
    made = new SelfSigned(directory.resolve("own.pem"), directory.resolve("own.key"));
    Files.copy(ec.certificate(), made.certificate());
    Files.copy(ec.key(), made.key(), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void readsACertificateAndItsKey(String algorithm) {
    SelfSigned one = BY_ALGORITHM.get(algorithm);

    PemIdentity identity = read(one.certificate(), one.key());

    assertEquals(1, identity.chain().size());
    assertEquals("CN=" + algorithm, identity.chain().get(0).getSubjectX500Principal().getName());
  }

  @Test
  void readsAChainInItsOrder() throws Exception {
    SelfSigned authority = BY_ALGORITHM.get("RSA");
    String chain =
        "a comment\n"
            + Files.readString(made.certificate())
            + Files.readString(authority.certificate());
    Files.writeString(made.certificate(), chain);

    PemIdentity identity = read(made.certificate(), made.key());

    assertEquals("CN=RSA", identity.chain().get(1).getSubjectX500Principal().getName());
  }

  @ParameterizedTest
  @CsvSource({"EC, another EC", "EC, RSA", "RSA, EC", "Ed25519, EC"})
  void refusesAnotherCertificatesKey(String algorithm, String other) {
    Path certificate = BY_ALGORITHM.get(algorithm).certificate();

    String line = refusal(certificate, BY_ALGORITHM.get(other).key());

    assertTrue(line.contains("is not the key of the certificate in"), line);
  }

  @Test
  void refusesAKeyThatOthersCanRead() throws Exception {
    Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-r-----"));

    String line = refusal(made.certificate(), made.key());

    assertTrue(line.contains("others can read it; run chmod 600"), line);
  }

  @ParameterizedTest
  @CsvSource({
    "BEGIN ENCRYPTED PRIVATE KEY, is encrypted; decrypt it",
    "BEGIN RSA PRIVATE KEY, is of the old form RSA PRIVATE KEY; convert it",
    "BEGIN PUBLIC KEY, holds no private key",
  })
  void saysWhatToDoWithAKeyOfAnotherForm(String begin, String advice) throws Exception {
    String pem = Files.readString(made.key()).replace("BEGIN PRIVATE KEY", begin);
    Files.writeString(made.key(), pem);

    String line = refusal(made.certificate(), made.key());

    assertTrue(line.contains(advice), line);
    assertFalse(line.contains("MIG"), "shows the key: " + line);
  }

  @Test
  void namesAFileThatHoldsNoCertificate() throws Exception {

    String line = refusal(made.key(), made.key());

    assertTrue(line.startsWith("--tls-cert " + made.key() + ": holds no certificate"), line);
  }

  @Test
  void namesAFileThatIsNotThere() throws Exception {
    Path none = directory.resolve("none");

    assertEquals("--tls-cert " + none + ": can't be read", refusal(none, made.key()));
    assertEquals("--tls-key " + none + ": can't be read", refusal(made.certificate(), none));
  }

  private static String refusal(Path certificate, Path key) {
    return assertThrows(TapewireException.class, () -> read(certificate, key)).getMessage();
  }

  private static PemIdentity read(Path certificate, Path key) {
    return PemIdentity.read("--tls-cert", certificate, "--tls-key", key);
  }
}
