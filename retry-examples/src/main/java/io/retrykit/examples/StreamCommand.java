package io.retrykit.examples;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.RetryStream;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Durations;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/** One answer, printed piece by piece as it is made. No piece is ever printed twice. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints an answer piece by piece as it is made.",
      "What fails before the first piece is retried; after it the stream fails, unless --resume lets the model go on",
      "from what there is.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the whole answer",
      "1:the stream failed, there are no AWS credentials, or the port is taken",
      "2:wrong usage"
    })
public final class StreamCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private Service service = new Service();

  @Mixin
  private PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "what to ask (default: ${DEFAULT-VALUE})")
  private String prompt = "What may a stream that broke never do?";

  @Option(
      names = "--break",
      paramLabel = "N",
      description =
          "the embedded server closes the first connection after N pieces; 0: it does not (default: ${DEFAULT-VALUE})")
  private int breakAfter;

  @Option(names = "--resume", description = "lets the model go on with an answer that broke off")
  private boolean resume;

  @Option(
      names = "--gap-timeout",
      paramLabel = "D",
      description = "how long the model may be silent between pieces (default: ${DEFAULT-VALUE})")
  private String gap = "20s";

  @Override
  public Integer call() {
    PrintWriter out = Console.out(spec);
    Console console = new Console(out);
    RetryPolicy shown = policy.builder().listener(console).build();
    StreamScript script = new StreamScript(checked());
    try (Session session = service.open()) {
      out.println(session.where());
      session.server().ifPresent(server -> server.respondWith(script));
      try (Stream<String> pieces =
          stream(AsyncRetry.with(shown), session.asyncClient(), console).elements()) {
        pieces.forEach(console::piece);
      } finally {
        console.summary();
        Console.tellRequests(out, session);
      }
    }
    return ExitCode.DONE;
  }

  private RetryStream<String> stream(
      AsyncRetry retry, BedrockRuntimeAsyncClient client, Console console) {
    String model = service.model();
    RetryStream<String> answer = retry
        .streamWithAttempt(attempt -> {
          console.attempt(attempt.number(), attempt.max());
          return new ClaudeStream(client, model, prompt);
        })
        .gapTimeout(Durations.parse("--gap-timeout", gap));
    return resume
        ? answer.resumeFrom(StringBuilder::new, StringBuilder::append, (soFar, failure) -> {
          console.attempt("going on after " + soFar.length() + " characters ...");
          return new ClaudeStream(client, model, prompt, soFar.toString());
        })
        : answer;
  }

  private int checked() {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    if (breakAfter < 0) {
      throw new ParameterException(
          spec.commandLine(), "--break must be zero or more, was " + breakAfter);
    }
    try {
      if (Durations.parse("--gap-timeout", gap).isZero()) {
        throw new IllegalArgumentException("--gap-timeout must be more than zero, was " + gap);
      }
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
    }
    return breakAfter;
  }
}
