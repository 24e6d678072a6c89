package io.retrykit.examples.bedrock;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records each request of a connection, chooses its reply and starts it. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final RequestLog log;
  private final Script script;
  private @Nullable Exchange current;

  RequestHandler(RequestLog log, Script script) {
    this.log = log;
    this.script = script;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    ReceivedRequest request = RequestReader.read(message);
    UUID id = new UUID(0, log.add(request));
    Reply reply = Refusals.of(request).orElseGet(() -> script.next(request));
    Exchange exchange = new Exchange(context, request, id, reply, log.framesSent());
    current = exchange;
    exchange.run();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Exchange last = current;
    if (last != null && context.channel().isWritable()) {
      last.writable();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Exchange last = current;
    if (last != null && !last.isOver()) {
      log.hungUp();
    }
    context.fireChannelInactive();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows the hang-up
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // a client that hangs up is an everyday thing here, in the middle of a request too
    if (!(cause instanceof IOException || cause instanceof PrematureChannelClosureException)) {
      context.fireExceptionCaught(cause); // Netty logs it
    }
    context.close();
  }
}
