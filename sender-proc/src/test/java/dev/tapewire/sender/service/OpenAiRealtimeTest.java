package dev.tapewire.sender.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiRealtimeTest {
  private static final String COMMIT =
      "{\"type\":\"input_audio_buffer.commit\",\"event_id\":\"tapewire-audio\"}";
  private static final String COMMITTED =
      "{'type':'input_audio_buffer.committed','item_id':'%s','previous_item_id':null}";
  private static final String COMPLETED =
      "{'type':'conversation.item.input_audio_transcription.completed','item_id':'%s',"
          + "'content_index':0,'transcript':'%s'}";

  private final TalkBench bench = new TalkBench("openai-realtime");

  @Test
  void asksForTheIntentOrTheModelAndNeverForBoth() {
    assertEquals("wss://api.openai.com/v1/realtime?intent=transcription", bench.uri());
    TalkBench conversation = new TalkBench("openai-realtime", Map.of("session", "conversation"));
    assertEquals("wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1", conversation.uri());
  }

  @Test
  void setsTheSessionUpAndWaitsUntilItIs() {
    bench.talk.begin();
    assertTrue(bench.last().contains("\"turn_detection\":null"), bench.last());
    assertTrue(bench.last().contains("{\"type\":\"audio/pcm\",\"rate\":24000}"), bench.last());
    assertEquals(List.of(), bench.hear("{'type':'session.created'}"));
    assertEquals(List.of("ready"), bench.hear("{'type':'session.updated'}"));
  }

  @Test
  void commitsWhereItIsQuiet() {
    bench.silence(100);
    for (int i = 0; i < 60; i++) {
      bench.audio(100);
    }
    assertEquals(61, bench.said.size());
    bench.silence(100);
    assertEquals(COMMIT, bench.last());
  }

  @Test
  void commitsInMidWordIfNobodyPauses() {
    for (int i = 0; i < 10; i++) {
      bench.silence(100); // How quiet it can be.
    }
    for (int i = 0; i < 90; i++) {
      bench.audio(100);
    }
    assertEquals(COMMIT, bench.last());
  }

  @Test
  void aTranscriptProvesWhatWasCommittedBeforeIt() {
    commit();
    commit();
    assertEquals(
        List.of("measured 0..5000", "received 5000"), bench.hear(COMMITTED.formatted("a")));
    assertEquals(
        List.of("measured 5000..10000", "received 10000"), bench.hear(COMMITTED.formatted("b")));
    // The second came first: nothing before is proven by it.
    assertEquals(
        List.of("said two 5000..10000", "processed 0", "open 0"),
        bench.hear(COMPLETED.formatted("b", "two")));
    assertEquals(
        List.of("said one 0..5000", "processed 10000", "open 10000"),
        bench.hear(COMPLETED.formatted("a", "one")));
  }

  @Test
  void aTranscriptMayComeBeforeTheItemOfWhichItIs() {
    commit();
    assertEquals(List.of(), bench.hear(COMPLETED.formatted("a", "one")));
    assertEquals(
        List.of(
            "measured 0..5000", "received 5000", "said one 0..5000", "processed 5000", "open 5000"),
        bench.hear(COMMITTED.formatted("a")));
    assertEquals(List.of(), bench.hear(COMMITTED.formatted("a"))); // Told once.
  }

  @Test
  void transcriptsOfNobodyAreNotKeptWithoutAnEnd() {
    commit();
    for (int i = 0; i <= 16; i++) {
      bench.hear(COMPLETED.formatted("x" + i, "one"));
    }
    assertEquals(
        List.of("measured 0..5000", "received 5000"), bench.hear(COMMITTED.formatted("x0")));
  }

  @Test
  void anItemMayGetItsNameAfterTheCommit() {
    commit();
    assertEquals(List.of(), bench.hear("{'type':'input_audio_buffer.committed'}"));
    assertEquals(
        List.of("measured 0..5000", "received 5000"),
        bench.hear("{'type':'conversation.item.added','item':{'id':'a'}}"));
    assertEquals(
        List.of("said one 0..5000", "processed 5000", "open 5000"),
        bench.hear(COMPLETED.formatted("a", "one")));
  }

  private void commit() {
    for (int i = 0; i < 50; i++) {
      bench.silence(100);
    }
  }

  @Test
  void deltasAddUp() {
    commit();
    bench.hear(COMMITTED.formatted("a"));
    String delta =
        "{'type':'conversation.item.input_audio_transcription.delta','item_id':'a','delta':'%s'}";
    assertEquals(List.of("partial Hel 0..5000"), bench.hear(delta.formatted("Hel")));
    assertEquals(List.of("partial Hello 0..5000"), bench.hear(delta.formatted("lo")));
  }

  @Test
  void theLastCommitIsNeverTooShort() {
    bench.audio(40);
    bench.talk.finish();
    assertEquals(3, bench.said.size()); // The audio, 60 ms of silence, the commit.
    assertEquals(List.of("measured 0..40", "received 40"), bench.hear(COMMITTED.formatted("a")));
    assertEquals(
        List.of("said bye 0..40", "processed 40", "open 40", "finished"),
        bench.hear(COMPLETED.formatted("a", "bye")));
  }

  @Test
  void takesTheTurnsThatTheServiceDetects() {
    TalkBench turns = new TalkBench("openai-realtime", Map.of("vad", "server_vad"));
    assertEquals(
        List.of("measured 1000..1000", "open 1000"),
        turns.hear(
            "{'type':'input_audio_buffer.speech_started','audio_start_ms':1000,'item_id':'a'}"));
    turns.hear("{'type':'input_audio_buffer.speech_stopped','audio_end_ms':2400,'item_id':'a'}");
    assertEquals(
        List.of("measured 1000..2400", "received 2400"), turns.hear(COMMITTED.formatted("a")));
    assertEquals(
        List.of("said hello 1000..2400", "processed 2400", "open nothing"),
        turns.hear(COMPLETED.formatted("a", "hello")));
  }

  @Test
  void aTurnThatTheEndCutsShortIsAnswered() {
    TalkBench turns = new TalkBench("openai-realtime", Map.of("vad", "server_vad"));
    turns.audio(3000);
    turns.hear("{'type':'input_audio_buffer.speech_started','audio_start_ms':1000,'item_id':'a'}");
    turns.talk.finish();
    assertEquals(
        List.of("measured 1000..3000", "received 3000"), turns.hear(COMMITTED.formatted("a")));
    assertEquals(
        List.of("said hello 1000..3000", "processed 3000", "open nothing", "finished"),
        turns.hear(COMPLETED.formatted("a", "hello")));
  }

  @Test
  void whereItDetectsTurnsItHearsNoFasterThanPeopleSpeak() {
    Map<String, String> turns = Map.of("vad", "server_vad");
    Map<String, String> faster = Map.of("vad", "server_vad", "pace", "2");
    assertEquals("0", Settings.of(OpenAiRealtime.SHEET, Map.of()).text("pace"));
    assertEquals("1", Settings.of(OpenAiRealtime.SHEET, turns).text("pace"));
    assertEquals("2", Settings.of(OpenAiRealtime.SHEET, faster).text("pace"));
  }

  @Test
  void anEmptyAccountIsNoAnswerToTheAudio() {
    commit();
    bench.hear(COMMITTED.formatted("a"));
    String failed =
        "{'type':'conversation.item.input_audio_transcription.failed','item_id':'a',"
            + "'error':{'code':'%s','message':'m'}}";
    assertEquals(
        List.of("refused insufficient_quota: m"),
        bench.hear(failed.formatted("insufficient_quota")));
    assertEquals(
        List.of("warned no transcript: m", "measured 0..5000", "processed 5000", "open 5000"),
        bench.hear(failed.formatted("audio_unintelligible")));
  }

  @Test
  void aConversationLeavesTheTurnsToTheService() {
    TalkBench turns = new TalkBench("openai-realtime", Map.of("session", "conversation"));
    turns.talk.begin();
    assertTrue(turns.last().contains("\"turn_detection\":{\"type\":\"server_vad\"}"), turns.last());
    for (int i = 0; i < 60; i++) {
      turns.silence(100);
    }
    assertEquals(61, turns.said.size()); // No commit.
  }

  @Test
  void keepsTheAudioThatTheServiceSpeaks() {
    assertEquals(
        List.of("speaks /delta 24000 s16le"),
        bench.hear("{'type':'response.output_audio.delta','delta':'AAAA'}"));
  }

  @Test
  void tellsErrorsApart() {
    String error =
        "{'type':'error','error':{'type':'t','code':'%s','message':'m','event_id':'%s'}}";
    assertEquals(
        List.of("lost session_expired: m"), bench.hear(error.formatted("session_expired", "")));
    assertEquals(
        List.of("key refused invalid_api_key: m"),
        bench.hear(error.formatted("invalid_api_key", "")));
    assertEquals(List.of("refused bad: m"), bench.hear(error.formatted("bad", "tapewire-set-up")));
    assertEquals(List.of("lost bad: m"), bench.hear(error.formatted("bad", "tapewire-audio")));
    assertEquals(List.of("warned bad: m"), bench.hear(error.formatted("bad", "x")));
  }

  @Test
  void refusesSettingsThatTheServiceDoesNotHave() {
    assertThrows(
        TapewireException.class, () -> new TalkBench("openai-realtime", Map.of("colour", "red")));
    assertThrows(
        TapewireException.class,
        () -> new TalkBench("openai-realtime", Map.of("session", "dream")));
  }
}
