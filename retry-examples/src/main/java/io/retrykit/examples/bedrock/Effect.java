package io.retrykit.examples.bedrock;

import com.fasterxml.jackson.databind.JsonNode;

/** What a {@link Reply} does on the wire, its headers and its delay left aside. */
sealed interface Effect {

  /** Acts on one exchange; called once, on the event loop. */
  void play(Exchange exchange);

  /** An effect that sends nothing, so there is nothing to put headers on. */
  sealed interface Fault extends Effect {}

  /** The prompt, said back. */
  record Echo() implements Effect {
    @Override
    public void play(Exchange exchange) {
      exchange.answer(Prompt.echo(exchange.request().body()));
    }
  }

  /** A text of the script's choice. */
  record Text(String text) implements Effect {
    @Override
    public void play(Exchange exchange) {
      exchange.answer(text);
    }
  }

  /** A wish to have a tool used. */
  record ToolUse(String tool, JsonNode input) implements Effect {
    @Override
    public void play(Exchange exchange) {
      InvokeModel.askForTool(exchange, tool, input);
    }
  }

  /** A stream of the script's choice; a text where nobody asked for a stream. */
  record Streamed(Deltas deltas) implements Effect {
    @Override
    public void play(Exchange exchange) {
      if (exchange.request().operation().equals(InvokeModelStream.NAME)) {
        InvokeModelStream.stream(exchange, deltas);
      } else {
        exchange.answer(String.join("", deltas.texts()));
      }
    }
  }

  /** An error of the service. */
  record ServiceError(int status, String type, String message) implements Effect {
    @Override
    public void play(Exchange exchange) {
      exchange.send(Responses.error(status, type, message));
    }
  }

  /** An error of something in between. */
  record BareStatus(int status) implements Effect {
    @Override
    public void play(Exchange exchange) {
      exchange.send(Responses.empty(status));
    }
  }

  /** An answer that ends too early. */
  record CutBody(int bytes) implements Effect {
    @Override
    public void play(Exchange exchange) {
      exchange.cutBodyAfter(bytes);
      new Echo().play(exchange);
    }
  }

  /** RST. */
  record Reset() implements Fault {
    @Override
    public void play(Exchange exchange) {
      exchange.reset();
    }
  }

  /** FIN. */
  record Close() implements Fault {
    @Override
    public void play(Exchange exchange) {
      exchange.close();
    }
  }

  /** Silence. */
  record BlackHole() implements Fault {
    @Override
    public void play(Exchange exchange) {
      // the connection stays open until the client or the server gives up on it
    }
  }
}
