package io.retrykit.examples.bedrock;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Collections;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * One request, the reply chosen for it, and the way back to the caller. Everything that reaches the
 * wire passes here; used on the event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a timer or a hang-up to finish
final class Exchange {
  private final ChannelHandlerContext context;
  private final ReceivedRequest request;
  private final UUID id;
  private final Reply reply;
  private final LongAdder framesSent;
  private boolean over;
  private Iterator<ByteBuf> pending = Collections.emptyIterator();
  private Runnable afterwards = () -> {};

  Exchange(
      ChannelHandlerContext context,
      ReceivedRequest request,
      UUID id,
      Reply reply,
      LongAdder framesSent) {
    this.framesSent = framesSent;
    this.context = context;
    this.request = request;
    this.id = id;
    this.reply = reply;
  }

  /** Carries the reply out, now or when its delay has passed, if the caller is still there. */
  void run() {
    if (reply.delay().isZero()) {
      play();
    } else {
      long nanos = NANOSECONDS.convert(reply.delay());
      context.executor().schedule(this::play, nanos, NANOSECONDS);
    }
  }

  private void play() {
    if (context.channel().isActive()) { // the caller may have hung up during the delay
      reply.effect().play(this);
    }
  }

  /** Tells whether all that was to be sent has been, or this side has ended it. */
  boolean isOver() {
    return over;
  }

  ReceivedRequest request() {
    return request;
  }

  /** The id of this exchange, unique for the server: 1 for its first request, and so on. */
  UUID id() {
    return id;
  }

  /** Answers with a text, in the form of the operation that was called. */
  void answer(String text) {
    Operations.named(request.operation()).orElseThrow().answer(this, text);
  }

  /** Sends a whole response; the headers of the script go over those it has. */
  void send(FullHttpResponse response) {
    response.headers().set("x-amzn-RequestId", id.toString());
    reply.headers().forEach(response.headers()::set);
    HttpUtil.setContentLength(response, response.content().readableBytes());
    over = true;
    context.writeAndFlush(response).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Begins a stream of frames; the headers of the script go over those it has. */
  void beginStream() {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/vnd.amazon.eventstream");
    head.headers().set("x-amzn-RequestId", id.toString());
    reply.headers().forEach(head.headers()::set);
    HttpUtil.setTransferEncodingChunked(head, true);
    context.write(head);
  }

  /** Sends frames no faster than the client takes them, and then does what is left to do. */
  void stream(Iterator<ByteBuf> frames, Runnable last) {
    pending = frames;
    afterwards = last;
    writable();
  }

  /** The client takes more. Also called amid a write that the client takes at once. */
  void writable() {
    while (pending.hasNext() && context.channel().isWritable()) {
      framesSent.increment();
      context.writeAndFlush(new DefaultHttpContent(pending.next()));
    }
    if (!pending.hasNext()) {
      Runnable last = afterwards;
      afterwards = () -> {};
      last.run();
    }
  }

  /** Ends a stream in good order. */
  void endStream() {
    over = true;
    context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  /** Makes what is sent from now on end after this many bytes of a body, the connection with it. */
  void cutBodyAfter(int bytes) {
    context.pipeline().addBefore(context.name(), null, new BodyCutter(bytes));
  }

  /** Ends the connection with RST. */
  void reset() {
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  /** Ends the connection with FIN. */
  void close() {
    over = true;
    context.close();
  }
}
