package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.session.Destination;
import org.junit.jupiter.api.Test;

class ServicesTest {
  @Test
  void everyServiceHasTheAddressThatItsNameStandsFor() {
    for (Service service : Services.all()) {
      Sheet sheet = service.sheet();
      String to = sheet.endpoint().isEmpty() ? sheet.name() + "=ws://h" : sheet.name();
      Destination destination = Destination.parse(to);
      assertEquals(sheet.name(), destination.profile());
      if (!sheet.endpoint().isEmpty()) {
        assertEquals(sheet.endpoint(), destination.uri().toString());
      }
    }
    assertEquals(11, Services.all().size());
  }
}
