package io.retrykit.examples.bedrock;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Lets a number of body bytes through, then closes the connection. Headers pass unchanged, so the
 * client goes on waiting for the length they announce. Serves whole and chunked responses alike.
 */
final class BodyCutter extends ChannelOutboundHandlerAdapter {
  private int left;

  BodyCutter(int bytes) {
    left = bytes;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the promise handed in carries the outcome
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!(message instanceof HttpContent part)) {
      context.write(message, promise);
      return;
    }
    if (message instanceof HttpResponse head) {
      context.write(new DefaultHttpResponse(head.protocolVersion(), head.status(), head.headers()));
    }
    int length = Math.min(left, part.content().readableBytes());
    left -= length;
    HttpContent passed = new DefaultHttpContent(part.content().readRetainedSlice(length));
    part.release();
    if (left == 0 || message instanceof LastHttpContent) {
      promise.unvoid().addListener(ChannelFutureListener.CLOSE);
    }
    context.writeAndFlush(passed, promise);
  }
}
