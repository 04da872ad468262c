package dev.tapewire.sender.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.secret.PemIdentity;
import dev.tapewire.sender.delivery.LinkEvent;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.CertificatePinner;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsLinkTest {
  private static final HeldCertificate AUTHORITY = authority();
  private static final HeldCertificate STRANGER = authority();

  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void opensToAServerOfTheAuthorityItWasGiven() throws Exception {
    opens(serving(ofServer("localhost")), trusting(AUTHORITY));
  }

  @Test
  void refusesAServerOfAnAuthorityOfTheSystemsChoice() throws Exception {
    refuses(serving(ofServer("localhost")), TlsChoice.SYSTEM, "is not trusted: ");
  }

  @Test
  void trustsTheGivenAuthorityInsteadOfOthers() throws Exception {
    refuses(serving(ofServer("localhost")), trusting(STRANGER), "authority by --tls-ca");
  }

  @Test
  void refusesAnExpiredCertificate() throws Exception {
    HeldCertificate old =
        new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("localhost")
            .validityInterval(1_000_000_000_000L, 1_100_000_000_000L)
            .build();
    refuses(serving(old), trusting(AUTHORITY), "is not valid any more");
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    refuses(serving(ofServer("elsewhere.example")), trusting(AUTHORITY), "for another name");
  }

  @Test
  void takesTheKeyThatIsPinnedAndNoOther() throws Exception {
    HeldCertificate held = ofServer("localhost");
    String pin = CertificatePinner.pin(held.certificate());
    String uri = serving(held);
    opens(uri, pinned(pin));
    server.enqueue(LinkBench.upgrade());
    refuses(uri, pinned(CertificatePinner.pin(STRANGER.certificate())), "--tls-pin, it is " + pin);
  }

  @Test
  void aPinDoesNotMakeUpForAnAuthority() throws Exception {
    HeldCertificate held = ofServer("localhost");
    List<String> pins = List.of(CertificatePinner.pin(held.certificate()));
    refuses(serving(held), new TlsChoice(List.of(), null, pins, false), "is not trusted");
  }

  @Test
  void showsItsCertificateToAServerThatAsks() throws Exception {
    server.requireClientAuth();
    HeldCertificate client = new HeldCertificate.Builder().signedBy(AUTHORITY).build();
    List<X509Certificate> chain = List.of(client.certificate(), AUTHORITY.certificate());
    PemIdentity identity = new PemIdentity(client.keyPair().getPrivate(), chain);
    opens(
        serving(ofServer("localhost")),
        new TlsChoice(List.of(AUTHORITY.certificate()), identity, List.of(), false));
    assertEquals(
        client.certificate(), server.takeRequest().getHandshake().peerCertificates().get(0));
  }

  @Test
  void saysThatTheServerWantsACertificate() throws Exception {
    server.requireClientAuth();
    String uri = serving(ofServer("localhost"));
    Approach nameless = new Approach(null, trusting(AUTHORITY), null, List.of());
    LinkEvent.Failed failed = LinkBench.fail(uri, nameless);
    // Whether the server's word is read before its end is noticed is up to chance.
    String hint = failed.hopeless() ? "--tls-cert and --tls-key" : "certificate (--tls-cert)?";
    assertTrue(failed.reason().contains(hint), failed.reason());
  }

  @Test
  void opensToAnybodyOnlyIfVerificationIsOff() throws Exception {
    TlsChoice insecure = new TlsChoice(List.of(), null, List.of(), true);
    opens(serving(ofServer("elsewhere.example")), insecure);
  }

  private String serving(HeldCertificate held) throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(held, AUTHORITY.certificate())
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();
    server.useHttps(certificates.sslSocketFactory());
    server.enqueue(LinkBench.upgrade());
    server.start();
    return "wss://localhost:" + server.getPort();
  }

  private static void opens(String uri, TlsChoice choice) throws InterruptedException {
    LinkEvent event = LinkBench.open(uri, new Approach(null, choice, null, List.of()));
    assertInstanceOf(LinkEvent.Opened.class, event);
  }

  private static void refuses(String uri, TlsChoice choice, String reason)
      throws InterruptedException {
    LinkEvent.Failed failed = LinkBench.fail(uri, new Approach(null, choice, null, List.of()));
    assertTrue(failed.reason().contains(reason), failed.reason());
    assertTrue(failed.reason().lines().count() == 1, failed.reason());
    assertTrue(failed.hopeless(), failed.reason());
  }

  private static TlsChoice trusting(HeldCertificate authority) {
    return new TlsChoice(List.of(authority.certificate()), null, List.of(), false);
  }

  private static TlsChoice pinned(String pin) {
    return new TlsChoice(List.of(AUTHORITY.certificate()), null, List.of(pin), false);
  }

  private static HeldCertificate authority() {
    return new HeldCertificate.Builder().certificateAuthority(0).build();
  }

  private static HeldCertificate ofServer(String name) {
    return new HeldCertificate.Builder()
        .signedBy(AUTHORITY)
        .addSubjectAlternativeName(name)
        .build();
  }
}
