package io.retrykit.examples;

import io.retrykit.async.AsyncRetry;
import io.retrykit.failure.Causes;
import io.retrykit.policy.RetryPolicy;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

/** Some questions at once, asked through the client that does not block: no thread waits, in an attempt or a pause. */
@Command(
    name = "invoke-async",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks some questions at once, without a thread for each.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all answered",
      "1:a call failed, there are no AWS credentials, or the port is taken",
      "2:wrong usage"
    })
public final class InvokeAsyncCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private Service service = new Service();

  @Mixin
  private PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "how many calls are made at once (default: ${DEFAULT-VALUE})")
  private int calls = 3;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "what to ask (default: ${DEFAULT-VALUE})")
  private String prompt = "Why does a call that waits need no thread?";

  @Override
  public Integer call() {
    PrintWriter out = Console.out(spec);
    if (spec != null && (calls < 1 || calls > 1_000)) {
      throw new ParameterException(spec.commandLine(), "--calls must be 1 to 1000, was " + calls);
    }
    Console console = new Console(out);
    RetryPolicy shown = policy.builder().listener(console).build();
    out.print(shown.explain());
    out.println();
    try (Session session = service.open()) {
      out.println(session.where());
      int failed = ask(session.asyncClient(), AsyncRetry.with(shown), console, out);
      console.summary();
      Console.tellRequests(out, session);
      return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private int ask(
      BedrockRuntimeAsyncClient client, AsyncRetry retry, Console console, PrintWriter out) {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 1; i <= calls; i++) {
      String question = prompt + " (" + i + ")";
      answers.add(retry
          .callWithAttempt(attempt -> {
            console.attempt(attempt.number(), attempt.max());
            return client.invokeModel(Claude.request(service.model(), question));
          })
          .thenApply(Claude::textOf));
    }
    int failed = 0;
    for (CompletableFuture<String> answer : answers) {
      try {
        out.println("answer:  " + answer.join());
      } catch (CompletionException failure) {
        failed++;
        errors().println("failed: " + Failures.oneLine(Causes.unwrap(failure)));
      }
    }
    return failed;
  }

  private PrintWriter errors() {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    return spec.commandLine().getErr();
  }
}
