package io.retrykit.examples;

import io.retrykit.examples.timeline.TimelinePage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One question, asked through the client that blocks: the main job. */
@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks one question, and shows each attempt and each pause.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:the call failed, there are no AWS credentials, or the port is taken",
      "2:wrong usage"
    })
public final class InvokeCommand implements Callable<Integer> {
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
  private String prompt = "Why do clients add jitter to their backoff?";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "writes a picture of what the call went through, as a page")
  private @Nullable Path html;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Console.out(spec);
    Pages.open(html); // who cannot have it need not wait for it
    Invoke invoke = new Invoke(out, policy.builder().build());
    try (Session session = service.open()) {
      out.println(session.where());
      try {
        invoke.run(new Claude(session.client(), service.model()), prompt);
      } finally {
        Console.tellRequests(out, session);
        Pages.write(html, () -> TimelinePage.of(prompt, invoke.spans()), out);
      }
    }
    return ExitCode.DONE;
  }
}
