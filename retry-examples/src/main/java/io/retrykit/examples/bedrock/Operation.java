package io.retrykit.examples.bedrock;

/** One operation of the runtime: how the model's text is told to the caller. */
interface Operation {

  /** Returns the last part of its path. */
  String name();

  /** Sends a successful answer, in one piece or in several; called on the event loop. */
  void answer(Exchange exchange, String text);
}
