package io.retrykit.examples.rag;

import io.retrykit.Retry;
import io.retrykit.examples.Claude;
import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.Failures;
import io.retrykit.examples.PolicyOptions;
import io.retrykit.examples.Service;
import io.retrykit.examples.Session;
import io.retrykit.failure.Causes;
import io.retrykit.policy.RetryEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A question answered from what a vector search finds; both the search and the model are retried. */
@Command(
    name = "rag",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds the passages nearest to a question, over HTTP that fails at first, and has the model answer from them.",
      "The index (Lucene, in memory) knows a dozen passages on retrying.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered, or nothing near enough was found",
      "1:search or model failed, there are no AWS credentials, or the port is taken",
      "2:wrong usage"
    })
public final class RagCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private Service service = new Service();

  @Mixin
  private PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--question",
      paramLabel = "TEXT",
      description = "what to ask (default: ${DEFAULT-VALUE})")
  private String question = "What does a circuit breaker do while it is open?";

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "passages to answer from (default: ${DEFAULT-VALUE})")
  private int top = 3;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description = "how near a passage must be, 0 to 1 (default: ${DEFAULT-VALUE})")
  private double threshold = 0.2;

  @Option(
      names = "--search-failures",
      paramLabel = "N",
      description =
          "how often the search fails first: 503, silence, half an answer, in turn (default: ${DEFAULT-VALUE})")
  private int searchFailures = 3;

  @Override
  public Integer call() throws Exception {
    CommandSpec command = checked();
    PrintWriter out = command.commandLine().getOut();
    Retry retry =
        Retry.with(policy.builder().listener(event -> tell(out, event)).build());
    try (PassageIndex index = new PassageIndex();
        SearchServer search = new SearchServer(index, searchFailures);
        Session session = service.open()) {
      out.println(session.where() + ", search at " + search.endpoint());
      List<Passage> found = find(search, out);
      out.println("the search saw " + search.requestCount() + " requests");
      if (found.isEmpty()) {
        out.println("nothing near enough was found, so the model is not asked");
        return ExitCode.DONE;
      }
      session.server().ifPresent(server -> server.respondWith(new GroundedModel()));
      String prompt = prompt(found);
      String answer = Claude.textOf(
          retry.call(() -> session.client().invokeModel(Claude.request(service.model(), prompt))));
      out.println("answer: " + answer);
      session
          .server()
          .ifPresent(server -> out.println("the model saw " + server.requestCount() + " requests"));
      out.flush();
      return ExitCode.DONE;
    }
  }

  private List<Passage> find(SearchServer search, PrintWriter out) {
    SearchClient client =
        new SearchClient(search.endpoint(), Duration.ofMillis(500), event -> tell(out, event));
    List<Passage> near;
    try {
      near = client.search(question, top).join().stream()
          .filter(passage -> passage.score() >= threshold)
          .toList();
    } catch (CompletionException failed) {
      throw new CommandFailure(
          ExitCode.FAILED, "failed: the search: " + Failures.reason(Causes.unwrap(failed)));
    }
    int number = 0;
    for (Passage passage : near) {
      out.printf(Locale.ROOT, "[%d] %.2f  %s%n", ++number, passage.score(), passage.title());
    }
    return near;
  }

  private String prompt(List<Passage> passages) {
    StringBuilder prompt = new StringBuilder(
        "Answer in a sentence, from these passages alone, and cite the number of each you use.\n\n");
    int number = 0;
    for (Passage passage : passages) {
      prompt.append("[" + ++number + "] " + passage.title() + ": " + passage.text() + "\n");
    }
    return prompt + "\nQuestion: " + question;
  }

  private static void tell(PrintWriter out, RetryEvent event) {
    if (event.type() == RetryEvent.Type.RETRY) {
      Throwable failure = event.failure();
      out.println("  (" + event.policy() + ": "
          + (failure == null ? "not acceptable" : Failures.reason(failure)) + "; once more in "
          + event.delay().toMillis() + " ms)");
      out.flush();
    }
  }

  private CommandSpec checked() {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("not run through picocli");
    }
    check(command, !question.isBlank(), "--question must not be empty");
    check(command, top >= 1 && top <= 100, "--top must be 1 to 100, was " + top);
    check(
        command, threshold >= 0 && threshold <= 1, "--threshold must be 0 to 1, was " + threshold);
    check(
        command,
        searchFailures >= 0,
        "--search-failures must be zero or more, was " + searchFailures);
    return command;
  }

  private static void check(CommandSpec command, boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
