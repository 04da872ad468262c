package dev.tapewire.receiver.link;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.OpenFiles;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.receiver.reception.RefusalLog;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens for WebSocket connections. Safe for use by any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // Closing can fail only where nothing is open.
public final class Listener implements AutoCloseable {
  static {
    NettySetup.apply();
  }

  /** Who was told that the receiver stops gets so long to hear it and close. */
  private static final long STOP_MS_MAX = 300;

  /** How often is looked whether something is to be told. */
  private static final long STEP_S = 1;

  private final EventLoopGroup threads;
  private final Doorkeeper door;
  private final Channel server;
  private final TlsKeeper tls;

  private Listener(EventLoopGroup threads, Doorkeeper door, Channel server, TlsKeeper tls) {
    this.threads = threads;
    this.door = door;
    this.server = server;
    this.tls = tls;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if that address can't be had
   * @throws dev.tapewire.common.error.TapewireException if a file for TLS is of no use
   */
  public static Listener open(ListenConfig config, LinkListener listener, Log log)
      throws IOException {
    TlsKeeper tls = config.tls() == null ? null : new TlsKeeper(config.tls(), log);
    // One thread moves far more than a disk takes.
    EventLoopGroup threads =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("net", true), NioIoHandler.newFactory());
    Room room = new Room(OpenFiles.max(), log);
    Doorkeeper door = new Doorkeeper(listener, new RefusalLog(log), new SystemClock(), room);
    threads.scheduleWithFixedDelay(door::step, STEP_S, STEP_S, TimeUnit.SECONDS);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            // A receiver that comes back takes its port although old connections linger.
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(
                    LinkLimits.UNSENT_BYTES_MAX / 2, LinkLimits.UNSENT_BYTES_MAX))
            .childHandler(new Arrival(config, door, tls));
    var bound = bootstrap.bind(config.address()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      threads.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      if (tls != null) {
        tls.close();
      }
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return new Listener(threads, door, bound.channel(), tls);
  }

  /** {@return where it listens, the port that was picked included} */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** Takes no more connections. */
  public void refuse() {
    server.close();
  }

  /** Closes all connections, after a moment for the peers to do so. */
  @Override
  public void close() {
    server.close();
    door.awaitEmpty(STOP_MS_MAX);
    threads.execute(door::close);
    threads.shutdownGracefully(0, STOP_MS_MAX, TimeUnit.MILLISECONDS);
    threads.terminationFuture().awaitUninterruptibly(STOP_MS_MAX);
    if (tls != null) {
      tls.close();
    }
  }

  /** Puts on a connection what it needs to shake hands. */
  static void fitOut(Channel channel, ListenConfig config, Doorkeeper door) {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LinkLimits.REQUEST_LINE_BYTES_MAX)
            .setMaxHeaderSize(LinkLimits.HEADERS_BYTES_MAX);
    channel
        .pipeline()
        .addLast(new HttpServerCodec(limits))
        .addLast(new HttpObjectAggregator(LinkLimits.HEADERS_BYTES_MAX))
        .addLast(new HandshakeHandler(config, door));
  }

  private static final class Arrival extends ChannelInitializer<SocketChannel> {
    private final ListenConfig config;
    private final Doorkeeper door;
    private final TlsKeeper tls;

    Arrival(ListenConfig config, Doorkeeper door, TlsKeeper tls) {
      this.config = config;
      this.door = door;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      if (!door.arrived(channel)) {
        channel.close();
        return;
      }
      if (tls != null) {
        channel.pipeline().addLast(tls.handler(channel.alloc()));
      }
      fitOut(channel, config, door);
    }
  }
}
