package dev.tapewire.sender.delivery;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.secret.TestKeys;
import dev.tapewire.sender.service.Services;
import dev.tapewire.sender.service.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a delivery to a service needs, its replies in memory. Confined to one thread. */
class ServiceBench implements ReplyLog {
  final List<Reply> replies = new ArrayList<>();
  private long links;

  /** {@return the terms of a service with these settings} */
  ServiceTerms terms(String service, Map<String, String> settings) {
    return terms(service, settings, CatchUp.ALL);
  }

  ServiceTerms terms(String service, Map<String, String> settings, CatchUp catchUp) {
    return terms(service, settings, catchUp, null);
  }

  ServiceTerms terms(
      String service, Map<String, String> settings, CatchUp catchUp, Backlog backlog) {
    var chosen = Services.byName(service);
    return new ServiceTerms(
        chosen,
        Settings.of(chosen.sheet(), settings),
        URI.create("ws://127.0.0.1:1"),
        new ServiceKey(TestKeys.of("service"), "THE_KEY"),
        catchUp,
        backlog,
        this);
  }

  /** {@return the texts of a kind, in order} */
  List<String> texts(Reply.Kind kind) {
    return replies.stream().filter(r -> r.kind() == kind).map(Reply::text).toList();
  }

  @Override
  public long nextLink() {
    return links++;
  }

  @Override
  public long epochNs() {
    return 0;
  }

  @Override
  public void append(Reply reply) {
    replies.add(reply);
  }
}
