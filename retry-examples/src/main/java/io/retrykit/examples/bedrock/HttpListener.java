package io.retrykit.examples.bedrock;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** A port that speaks HTTP/1.1 with keep-alive, served by one daemon thread. */
final class HttpListener {
  static final String HOST = "127.0.0.1";
  private static final int MAX_BODY_BYTES = 25_000_000; // the limit of InvokeModel

  private final EventLoopGroup loop;
  private final int port;

  private HttpListener(EventLoopGroup loop, int port) {
    this.loop = loop;
    this.port = port;
  }

  /** Binds the port and gives each connection a handler of its own. */
  static HttpListener bind(int port, Supplier<ChannelHandler> handlers) {
    EventLoopGroup loop =
        new NioEventLoopGroup(1, new DefaultThreadFactory("embedded-bedrock", true));
    ChannelFuture bound = new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(pipeline(handlers))
        .bind(HOST, port)
        .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop(loop);
      throw new IllegalStateException(
          "cannot listen on " + HOST + ", port " + port + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
    return new HttpListener(loop, address.getPort());
  }

  private static ChannelInitializer<Channel> pipeline(Supplier<ChannelHandler> handlers) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(new HttpServerCodec())
            .addLast(new HttpServerKeepAliveHandler())
            .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
            .addLast(handlers.get());
      }
    };
  }

  int port() {
    return port;
  }

  /** Closes the port and every connection. */
  void close() {
    stop(loop);
  }

  private static void stop(EventLoopGroup loop) {
    // no quiet period: ending the loop closes its channels and forgets the replies still delayed
    loop.shutdownGracefully(0, 2, SECONDS).awaitUninterruptibly(5, SECONDS);
  }
}
