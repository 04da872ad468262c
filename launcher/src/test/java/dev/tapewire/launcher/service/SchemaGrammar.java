package dev.tapewire.launcher.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** A vendor's types as the schemas that were made of them. Safe for use by any thread. */
final class SchemaGrammar implements Grammar {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN_MAX = 300;

  private final JsonSchema client;
  private final String unlessClientHas;
  private final JsonSchema server;
  private final String unlessServerHas;

  private SchemaGrammar(
      JsonSchema client, String unlessClientHas, JsonSchema server, String unlessServerHas) {
    this.client = client;
    this.unlessClientHas = unlessClientHas;
    this.server = server;
    this.unlessServerHas = unlessServerHas;
  }

  /** {@return the schemas of this name for both directions} */
  static SchemaGrammar of(String name) {
    return new SchemaGrammar(schema(name + "-client"), "", schema(name + "-server"), "");
  }

  /** {@return Gladia's: of what the client says, only the request for a session has a type} */
  static SchemaGrammar gladia() {
    return new SchemaGrammar(schema("gladia-init"), "type", schema("gladia-server"), "");
  }

  /** {@return Soniox': only answers have a type, errors apart} */
  static SchemaGrammar soniox() {
    return new SchemaGrammar(null, "", schema("soniox-server"), "error_code");
  }

  @Override
  public String fault(String text) {
    return client == null ? null : fault(client, unlessClientHas, text);
  }

  @Override
  public String answer(String text) {
    String fault = fault(server, unlessServerHas, text);
    if (fault != null) {
      throw new AssertionError("the vendor's types refuse our answer " + text + ": " + fault);
    }
    return text;
  }

  private static String fault(JsonSchema schema, String unlessHas, String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.has(unlessHas)) {
        return null;
      }
      Set<ValidationMessage> faults = schema.validate(message);
      String shown = faults.toString();
      return faults.isEmpty() ? null : shown.substring(0, Math.min(SHOWN_MAX, shown.length()));
    } catch (JsonProcessingException notJson) {
      return "no JSON: " + notJson.getOriginalMessage();
    }
  }

  private static JsonSchema schema(String name) {
    String file = "/service-schemas/" + name + ".json";
    try (InputStream in = SchemaGrammar.class.getResourceAsStream(file)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
