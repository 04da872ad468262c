package dev.tapewire.common.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          cmd:ffmpeg -i rtsp://me:geheim@cam/1 -f s16le -|cmd:ffmpeg -i rtsp://***@cam/1 -f s16le -
          cmd:ffmpeg -i rtsp://me:ge@he/im@cam/1 -f s16le -|cmd:ffmpeg -i rtsp://***@cam/1 -f s16le -
          cmd:curl https://x/a?room=1&token=geheim|cmd:curl https://x/a?room=1&token=***
          cmd:curl -H 'Authorization: Bearer geheim' http://x/|cmd:curl -H 'Authorization: ***' http://x/
          cmd:curl -H "X-Api-Key: geheim" http://x/|cmd:curl -H "X-Api-Key: ***" http://x/
          cmd:curl -u me:geheim http://x/|cmd:curl -u me:*** http://x/
          cmd:curl --user=me:geheim http://x/|cmd:curl --user=me:*** http://x/
          cmd:rec --password geheim --rate 8000|cmd:rec --password *** --rate 8000
          cmd:rec --api-key="ge heim" -r 8000|cmd:rec --api-key=*** -r 8000
          cmd:STREAM_TOKEN=geheim rec -r 8000|cmd:STREAM_TOKEN=*** rec -r 8000
          cmd:wget --header='Authorization: Basic Z2VoZWlt' x|cmd:wget --header='Authorization: ***' x
          """)
  void leavesOutOfACommandWhatLooksLikeACredential(String source, String shown) {
    assertEquals(shown, SourceText.shown(source));
    assertEquals(shown, SourceText.shown(shown)); // What is on the tape compares as it is.
  }

  @ParameterizedTest
  @CsvSource({
    "cmd:arecord -q -f S16_LE -r 16000 -t raw",
    "cmd:ffmpeg -loglevel error -i https://radio.example/live.mp3 -f s16le -ar 44100 -",
    "cmd:sox -n -t raw -r 8000 - synth 3 sine 440",
    "/srv/password token.wav",
    "mic:USB token",
    "tone",
  })
  void leavesAllElseAsItIs(String source) {
    assertEquals(source, SourceText.shown(source));
  }

  /** What ffmpeg prints of an address that it can't open. */
  @Test
  void leavesTheSameOutOfWhatACommandSays() {
    assertEquals(
        "Did you mean file:rtsp://***@192.168.1.3:554",
        SourceText.said("Did you mean file:rtsp://me:geheim%21@192.168.1.3:554"));
  }

  @Test
  void aCredentialMayChange() {
    assertEquals(
        SourceText.shown("cmd:rec --token=a1"), SourceText.shown("cmd:rec --token=anotherOne"));
  }
}
