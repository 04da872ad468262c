package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
  private static final Grammar OPENAI = new OpenAiGrammar();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'input_audio_buffer.append','audio':'AAAA'}
          {'type':'input_audio_buffer.commit','event_id':'c-1'}
          {'type':'input_audio_buffer.clear'}
          {'type':'response.create','response':{'output_modalities':['text']}}
          {'type':'session.update','session':{'type':'transcription',\
          'audio':{'input':{'format':{'type':'audio/pcmu'},'turn_detection':null}}}}
          """)
  void openAiKnows(String message) {
    assertNull(OPENAI.fault(message.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'input_audio_buffer.append'}
          {'type':'input_audio_buffer.append','audio':'AAAA','rate':24000}
          {'type':'input_audio_buffer.push','audio':'AAAA'}
          {'type':'transcription_session.update','session':{}}
          {'type':'session.update','session':{'type':'transcription',\
          'audio':{'input':{'format':{'type':'audio/pcm','rate':16000}}}}}
          {'type':'session.update','session':{'type':'transcription',\
          'audio':{'input':{'format':{'type':'audio/pcm','rate':24000,'bits':16}}}}}
          {'type':'session.update','session':{'type':'transcription','input_audio_format':'pcm16'}}
          """)
  void openAiDoesNotKnow(String message) {
    assertNotNull(OPENAI.fault(message.replace('\'', '"')));
  }

  @Test
  void anAnswerIsWrittenByTheVendorsTypesOrNotAtAll() {
    String right = "{\"type\":\"input_audio_buffer.cleared\",\"event_id\":\"e\"}";
    assertEquals(Rules.parse(right), Rules.parse(OPENAI.answer(right)));
    assertThrows(AssertionError.class, () -> OPENAI.answer("{\"type\":\"response.audio.delta\"}"));
    assertThrows(
        AssertionError.class, () -> SchemaGrammar.of("deepgram").answer("{\"type\":\"Results\"}"));
    assertThrows(
        AssertionError.class,
        () -> SchemaGrammar.gladia().answer("{\"type\":\"audio_chunk\",\"acknowledged\":1}"));
    assertThrows(AssertionError.class, () -> SchemaGrammar.soniox().answer("{\"tokens\":[{}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          deepgram|{'type':'KeepAlive'}|{'type':'KeepAlive','at':1}
          assemblyai|{'type':'Terminate'}|{'type':'terminate'}
          speechmatics|{'message':'EndOfStream','last_seq_no':1}|{'message':'EndOfStream'}
          hume-evi|{'type':'audio_input','data':'AAAA'}|{'type':'audio_input','audio':'AAAA'}
          """)
  void aSchemaTellsRightFromWrong(String service, String right, String wrong) {
    Grammar grammar = SchemaGrammar.of(service);
    assertNull(grammar.fault(right.replace('\'', '"')));
    assertNotNull(grammar.fault(wrong.replace('\'', '"')));
  }

  @Test
  void gladiasRequestMayHoldNothingUnknown() {
    String right = "{\"encoding\":\"wav/pcm\",\"bit_depth\":16,\"sample_rate\":16000}";
    assertNull(SchemaGrammar.gladia().fault(right));
    assertNotNull(SchemaGrammar.gladia().fault(right.replace("bit_depth", "bits")));
    assertNotNull(SchemaGrammar.gladia().fault(right.replace("16000", "24000")));
  }
}
