package io.retrykit.examples.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.retrykit.Retry;
import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.Failures;
import io.retrykit.examples.PolicyOptions;
import io.retrykit.examples.Service;
import io.retrykit.examples.Session;
import io.retrykit.policy.RetryEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** A conversation that keeps its state from turn to turn, and survives throttling. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Talks, a line of input for each turn; the model may use a calculator. Each call is retried.",
      "A turn that fails all the same leaves the conversation as it was, and the next one goes on.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every turn was answered",
      "1:the last turn failed, there are no AWS credentials, a port is taken, or a file cannot be written",
      "2:wrong usage, or a file that is missing or not what it should be"
    })
public final class AgentCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private Service service = new Service();

  @Mixin
  private PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "takes the turns from a file instead of standard input")
  private @Nullable Path script;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "keeps the conversation in a file, and goes on with what is in it")
  private @Nullable Path save;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("not run through picocli");
    }
    PrintWriter out = command.commandLine().getOut();
    ConversationFile file = save == null ? null : new ConversationFile(save);
    Conversation conversation = file == null ? Conversation.empty() : file.load();
    Retry retry =
        Retry.with(policy.builder().listener(event -> tell(out, event)).build());
    try (BufferedReader turns = turns();
        Session session = service.open()) {
      session.server().ifPresent(server -> server.respondWith(new ScriptedModel()));
      out.println(session.where()
          + (conversation.size() == 0
              ? ""
              : ", going on after " + conversation.size() + " messages"));
      Agent agent = new Agent(session.client(), service.model(), retry, conversation);
      return talk(agent, turns, file, out);
    }
  }

  private static void tell(PrintWriter out, RetryEvent event) {
    if (event.type() == RetryEvent.Type.RETRY) {
      out.println("  (" + Failures.reason(causeOf(event)) + "; once more in "
          + event.delay().toMillis() + " ms)");
      out.flush();
    }
  }

  private static Throwable causeOf(RetryEvent event) {
    Throwable failure = event.failure();
    return failure == null ? new IllegalStateException("not acceptable") : failure;
  }

  private static int talk(
      Agent agent, BufferedReader turns, @Nullable ConversationFile file, PrintWriter out)
      throws IOException {
    int code = ExitCode.DONE;
    for (String line = turns.readLine(); line != null; line = turns.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      out.println("you:   " + line);
      out.flush();
      try {
        out.println("model: " + agent.turn(line));
        code = ExitCode.DONE;
        if (file != null) {
          file.save(agent.conversation());
        }
      } catch (SdkException | JsonProcessingException | IllegalStateException failed) {
        code = ExitCode.FAILED;
        out.println("failed: " + Failures.reason(failed) + " (the conversation is as it was)");
      }
      out.flush();
    }
    return code;
  }

  private BufferedReader turns() throws IOException {
    if (script == null) {
      return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    }
    try {
      return Files.newBufferedReader(script);
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(ExitCode.USAGE, "--script " + script + " does not exist");
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--script " + script + " cannot be read: " + Failures.oneLine(unreadable));
    }
  }
}
