package io.retrykit.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.retrykit.Retry;
import io.retrykit.RetryContext;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** One question, asked in a loop of one's own: the context says whether to go on, and how long to pause. */
@Command(
    name = "manual",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks one question in a loop of its own, with a RetryContext.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:the call failed, there are no AWS credentials, or the port is taken",
      "2:wrong usage"
    })
public final class ManualCommand implements Callable<Integer> {
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
  private String prompt = "When is a loop of one's own better?";

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Console.out(spec);
    Retry retry = Retry.with(policy.builder().build());
    try (Session session = service.open()) {
      out.println(session.where());
      try {
        String answer = ask(retry, new Claude(session.client(), service.model()), out);
        out.println("answer:  " + answer);
      } finally {
        Console.tellRequests(out, session);
      }
    }
    return ExitCode.DONE;
  }

  private String ask(Retry retry, Claude claude, PrintWriter out) throws JsonProcessingException {
    RetryContext context = retry.context();
    for (int attempt : context) {
      try {
        out.println("attempt " + attempt + " ...");
        return claude.ask(prompt);
      } catch (SdkException failure) {
        out.println("  failed:  " + Failures.oneLine(failure));
        context.recordFailure(failure);
        if (!context.shouldRetry()) {
          throw failure;
        }
        out.println("  pause:   " + context.delay().toMillis() + " ms");
        out.flush();
        context.pause();
      }
    }
    throw new IllegalStateException("no attempt may begin");
  }
}
