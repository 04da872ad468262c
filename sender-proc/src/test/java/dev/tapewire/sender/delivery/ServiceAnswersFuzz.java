package dev.tapewire.sender.delivery;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Services;
import java.util.List;
import java.util.Map;

/** Any service for a delivery: every reply is kept with a place on the tape, too. */
public final class ServiceAnswersFuzz extends PeerScene {
  private static final int FRAMES_MAX = 39;

  /** What services say, with places for numbers and for text. */
  private static final String[] ANSWERS = {
    "{'type':'session.created'}",
    "{'type':'session.updated'}",
    "{'type':'input_audio_buffer.speech_started','audio_start_ms':#,'item_id':'$'}",
    "{'type':'input_audio_buffer.speech_stopped','audio_end_ms':#,'item_id':'$'}",
    "{'type':'input_audio_buffer.committed','item_id':'$'}",
    "{'type':'conversation.item.input_audio_transcription.delta','item_id':'$','delta':'$'}",
    "{'type':'conversation.item.input_audio_transcription.completed','item_id':'$','transcript':'$'}",
    "{'type':'conversation.item.input_audio_transcription.failed','item_id':'$','error':$}",
    "{'type':'error','error':{'code':'session_expired','event_id':'tapewire-last-commit'}}",
    "{'type':'Results','start':#,'duration':#,'is_final':true,'channel':{'alternatives':"
        + "[{'transcript':'$','words':[{'word':'$','start':#,'end':#}]}]}}",
    "{'type':'Metadata'}",
    "{'message':'RecognitionStarted'}",
    "{'message':'AudioAdded','seq_no':#}",
    "{'message':'AddTranscript','metadata':{'start_time':#,'end_time':#,'transcript':'$'},"
        + "'results':[{'type':'punctuation','alternatives':[{'content':'$'}]},'$']}",
    "{'message':'EndOfTranscript'}",
    "{'type':'audio_chunk','acknowledged':true,'data':{'byte_range':[0,#]}}",
    "{'type':'transcript','data':{'is_final':true,'utterance':{'text':'$','start':#,'end':#}}}",
    "{'type':'end_session'}",
    "{'partial':'$'}",
    "{'text':'$','result':[{'word':'$','start':#,'end':#}]}",
    "{'type':'measurement.result','trigger':'$','audio_start_ms':#,'audio_end_ms':#}",
    "{'type':'session.closed'}",
    "{'type':'chat_metadata'}",
    "{'type':'user_message','message':{'content':'$'},'time':{'begin':#,'end':#}}",
    "{'type':'Begin'}",
    "{'type':'Turn','end_of_turn':true,'turn_is_formatted':true,'words':[{'text':'$','start':#,"
        + "'end':#}]}",
    "{'type':'Heartbeat','total_audio_received_ms':#}",
    "{'type':'Termination'}",
    "{'tokens':[{'text':'$','start_ms':#,'end_ms':#,'is_final':true}],'final_audio_proc_ms':#}",
    "{'finished':true}",
    "{'message':'SERVER_READY'}",
    "{'segments':[{'start':'#','end':'#','text':'$','completed':true}]}",
  };

  private final ServiceBench service;

  private ServiceAnswersFuzz(Input input, ServiceBench service, String name) {
    super(input, new DeliveryBench(name, service.terms(name, Map.of())), FRAMES_MAX);
    this.service = service;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    List<Service> all = Services.all();
    String name = all.get(input.below(all.size())).sheet().name();
    new ServiceAnswersFuzz(input, new ServiceBench(), name).run();
  }

  @Override
  String protocol() {
    return "";
  }

  @Override
  String answer() {
    StringBuilder answer = new StringBuilder();
    for (char c : ANSWERS[input.below(ANSWERS.length)].toCharArray()) {
      switch (c) {
        case '#' -> answer.append(input.flag() ? input.number() : input.octet() / 10.0);
        case '$' -> answer.append("abc", 0, input.below(4));
        case '\'' -> answer.append('"');
        default -> answer.append(c);
      }
    }
    return answer.toString();
  }

  @Override
  void check() {
    super.check();
    for (Reply reply : service.replies) {
      if (reply.from() < 0 || reply.from() > bench.delivery.sentPosition()) {
        throw new AssertionError("a reply at " + reply.from() + ", beyond what was sent");
      }
    }
    service.replies.clear();
  }
}
