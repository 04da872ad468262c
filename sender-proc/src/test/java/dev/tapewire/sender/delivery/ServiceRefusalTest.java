package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services that want no more of us, and say so in their own ways over a link that is open. */
class ServiceRefusalTest {
  private final ServiceBench service = new ServiceBench();

  private DeliveryBench open(String name) {
    DeliveryBench bench = new DeliveryBench(name, service.terms(name, Map.of()));
    bench.tape.addFrames(40);
    bench.start();
    bench.settle();
    bench.opened();
    bench.settle();
    return bench;
  }

  private static void hear(DeliveryBench bench, String text) {
    bench.event(new LinkEvent.Text(bench.link().request.number(), text.replace('~', '"')));
    bench.settle();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai-realtime|{~type~:~error~,~error~:{~type~:~insufficient_quota~,~code~:~insufficient_quota~,~message~:~m~}}",
        "openai-realtime|{~type~:~error~,~error~:{~type~:~insufficient_quota~,~code~:null,~message~:~m~}}",
        "openai-realtime|{~type~:~error~,~error~:{~type~:~x~,~code~:~billing_hard_limit_reached~,~message~:~m~}}",
        "openai-realtime|{~type~:~error~,~error~:{~type~:~x~,~code~:~model_not_found~,~message~:~m~}}",
        "deepgram|{~type~:~Error~,~description~:~Insufficient funds~}",
        "assemblyai|{~type~:~Error~,~error_code~:4003,~error~:~Account not funded~}",
        "gladia|{~type~:~error~,~error~:{~message~:~no more credits~}}",
        "soniox|{~error_code~:402,~error_message~:~Organization balance exhausted~}",
        "soniox|{~error_code~:503,~error_message~:~Organization balance exhausted~}",
        "hume|{~type~:~error~,~code~:~E0300~,~message~:~You are out of credits~}",
        "hume-evi|{~type~:~error~,~slug~:~zero_credit_balance~,~message~:~not enough credit~}",
        "speechmatics|{~message~:~Error~,~type~:~timelimit_exceeded~,~reason~:~r~}",
        "speechmatics|{~message~:~Error~,~type~:~insufficient_funds~,~reason~:~r~}",
        "whisperlive|{~status~:~ERROR~,~message~:~no~}"
      })
  void isToldOnceAndTriedOnceAMinute(String name, String message) {
    DeliveryBench bench = open(name);
    hear(bench, message);
    assertRefused(bench);
  }

  @ParameterizedTest
  @CsvSource({
    "deepgram, 1011, ASR_PAYMENT_REQUIRED",
    "assemblyai, 1008, Insufficient account balance",
    "openai-realtime, 4000, invalid_request_error.beta_api_shape_disabled",
    "openai-realtime, 1000, insufficient_quota",
    "vosk, 1011, out of credit",
    "gladia, 4402, payment required",
    "hume, 1008, account suspended"
  })
  void soIsTheReasonOfAClose(String name, int code, String reason) {
    DeliveryBench bench = open(name);
    bench.event(new LinkEvent.Closed(bench.link().request.number(), code, reason));
    bench.settle();
    assertRefused(bench);
  }

  private static void assertRefused(DeliveryBench bench) {
    assertTrue(bench.log().contains("refuses: "), bench.log());
    assertTrue(bench.log().contains("; trying once a minute"), bench.log());
    bench.tape.addFrames(1); // For a silent source there is no hurry.
    bench.passMs(59_000);
    assertEquals(1, bench.links.size(), bench.log());
    bench.passMs(1001);
    assertEquals(2, bench.links.size(), bench.log());
    assertEquals(1, bench.logLines(), bench.log());
  }

  @ParameterizedTest
  @CsvSource({
    "session_transfer",
    "session_timeout",
    "buffer_error",
    "unknown_error",
    "idle_timeout",
    "data_error",
    "job_error",
    "internal_error"
  })
  void theServicesOwnTroublePasses(String type) {
    DeliveryBench bench = open("speechmatics");
    hear(bench, "{~message~:~Error~,~type~:~" + type + "~,~reason~:~r~}");
    assertTrue(bench.log().contains(type + ": r; trying again"), bench.log());
    bench.passMs(5000);
    assertEquals(2, bench.links.size(), bench.log());
  }
}
