package dev.tapewire.sender.link;

import okio.Sink;
import okio.Socket;
import okio.Source;

/** A layer around a connection, with a source and a sink of its own. Immutable. */
record LayerSocket(Socket below, Source source, Sink sink) implements Socket {
  @Override
  public Source getSource() {
    return source;
  }

  @Override
  public Sink getSink() {
    return sink;
  }

  @Override
  public void cancel() {
    below.cancel();
  }
}
