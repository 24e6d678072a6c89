package io.retrykit.examples.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.examples.CommandFailure;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.Failures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of prompts, one JSON object in a line: {@code {"id": "a", "prompt": "Why?"}}. Without an id the line's number is
 * one. Empty lines are passed over. Read line by line, so it may be larger than the memory.
 */
final class PromptFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String file;
  private final Opener opener;

  PromptFile(Path file) {
    this(file.toString(), () -> Files.newBufferedReader(file, StandardCharsets.UTF_8));
  }

  private PromptFile(String name, Opener opener) {
    this.file = name;
    this.opener = opener;
  }

  /** Returns the one that comes with the examples. */
  static PromptFile sample() {
    return new PromptFile("prompts.jsonl", () -> {
      InputStream resource = PromptFile.class.getResourceAsStream("prompts.jsonl");
      if (resource == null) {
        throw new NoSuchFileException("prompts.jsonl");
      }
      return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
    });
  }

  private interface Opener {
    BufferedReader open() throws IOException;
  }

  /** What is done with each prompt. */
  interface Reader {
    /** Takes a prompt; false says that no more are wanted. */
    boolean take(Item item) throws InterruptedException;
  }

  /**
   * Reads all of it and keeps nothing but the ids.
   *
   * @return how many prompts there are
   * @throws CommandFailure if it is not such a file, has no prompts, or an id twice; the message names file and line
   */
  int check() {
    Map<String, Integer> lines = new HashMap<>();
    read((item, line) -> {
      Integer before = lines.putIfAbsent(item.id(), line);
      if (before != null) {
        throw wrong(line, "has the id \"" + item.id() + "\" of line " + before);
      }
      return true;
    });
    if (lines.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, file + " has no prompts");
    }
    return lines.size();
  }

  /** Gives each prompt to the reader, in order. */
  void forEach(Reader reader) {
    read((item, line) -> reader.take(item));
  }

  private interface LineReader {
    boolean take(Item item, int line) throws InterruptedException;
  }

  private void read(LineReader reader) {
    try (BufferedReader lines = opener.open()) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !reader.take(item(line, number), number)) {
          return;
        }
      }
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(ExitCode.USAGE, file + " does not exist");
    } catch (MalformedInputException binary) {
      throw new CommandFailure(ExitCode.USAGE, file + " is not text in UTF-8");
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " cannot be read: " + Failures.oneLine(unreadable));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt(); // who reads it is to stop
    }
  }

  private Item item(String line, int number) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException broken) {
      throw wrong(number, "is not JSON: " + broken.getOriginalMessage());
    }
    if (!json.isObject() || !json.path("prompt").isTextual()) {
      throw wrong(number, "must be an object with a \"prompt\", was " + shortened(line));
    }
    @Nullable JsonNode id = json.get("id");
    if (id == null) {
      return new Item(Integer.toString(number), json.get("prompt").asText());
    }
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw wrong(number, "must have a text or a whole number as \"id\", was " + id);
    }
    return new Item(id.asText(), json.get("prompt").asText());
  }

  private CommandFailure wrong(int line, String what) {
    return new CommandFailure(ExitCode.USAGE, file + " line " + line + " " + what);
  }

  private static String shortened(String line) {
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }
}
