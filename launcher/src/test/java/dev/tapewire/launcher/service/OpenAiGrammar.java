package dev.tapewire.launcher.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.realtime.RealtimeServerEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What OpenAI's own Java library says about the Realtime API. Safe for use by any thread. */
final class OpenAiGrammar implements Grammar {
  private static final JsonMapper JSON = ObjectMappers.jsonMapper();
  // Not parts of a message.
  private static final Pattern NO_PART =
      Pattern.compile("(_|as|is|to|get|hash|accept|valid|notify|wait|known|component|copy).*");

  @Override
  public String fault(String text) {
    try {
      RealtimeClientEvent event = JSON.readValue(text, RealtimeClientEvent.class);
      event.validate();
      List<String> strangers = new ArrayList<>();
      collectStrangers(event, strangers);
      return strangers.isEmpty() ? null : "members that it does not know: " + strangers;
    } catch (JsonProcessingException notJson) {
      return "no JSON: " + notJson.getOriginalMessage();
    } catch (OpenAIInvalidDataException wrong) {
      return wrong.getMessage();
    }
  }

  @Override
  public String answer(String text) {
    try {
      RealtimeServerEvent event = JSON.readValue(text, RealtimeServerEvent.class);
      event.validate();
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException | OpenAIInvalidDataException wrong) {
      throw new AssertionError("the vendor's types refuse our answer " + text, wrong);
    }
  }

  /** What the library does not know it keeps, in every part of a message. */
  private static void collectStrangers(Object part, List<String> strangers) {
    for (Method method : part.getClass().getMethods()) {
      if (method.getParameterCount() > 0 || Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      if (method.getName().equals("_additionalProperties")) {
        ((Map<?, ?>) value(part, method)).keySet().forEach(name -> strangers.add(name.toString()));
      } else if (!NO_PART.matcher(method.getName()).matches()) {
        Object value = value(part, method);
        Object inner = value instanceof Optional<?> some ? some.orElse(null) : value;
        if (inner != null && inner.getClass().getName().startsWith("com.openai.models.")) {
          collectStrangers(inner, strangers);
        }
      }
    }
  }

  private static Object value(Object part, Method method) {
    try {
      return method.invoke(part);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new AssertionError("can't look into " + method, e);
    }
  }
}
