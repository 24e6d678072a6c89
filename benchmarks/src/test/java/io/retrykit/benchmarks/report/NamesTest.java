package io.retrykit.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the files beside the report name exists, and what exists is named. */
class NamesTest {
  private static final Set<String> BENCHMARKS = BenchmarkList.defaultList()
      .find(
          OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
          List.of(".*"),
          List.of())
      .stream()
      .map(entry -> Rows.name(entry.getUsername()))
      .collect(Collectors.toSet());

  @Test
  void targets_nameBenchmarks() throws IOException {
    assertThat(Target.all()).isNotEmpty().allSatisfy(target -> {
      assertThat(BENCHMARKS).contains(target.question() + '.' + target.ours());
      if (!target.against().isEmpty()) {
        assertThat(BENCHMARKS).contains(target.question() + '.' + target.against());
      }
      if (!target.leftOut().isEmpty()) {
        assertThat(BENCHMARKS).contains(target.question() + '.' + target.leftOut());
      }
    });
  }

  @Test
  void titles_areThereForEachQuestionAndNoOther() throws IOException {
    Properties titles = new Properties();
    titles.load(Tables.class.getResourceAsStream("questions.properties"));

    assertThat(titles.stringPropertyNames())
        .isEqualTo(BENCHMARKS.stream()
            .map(name -> name.substring(0, name.indexOf('.')))
            .collect(Collectors.toSet()));
  }

  @Test
  void contenders_areToldApartByTheirNames() {
    assertThat(Contender.of("handWrittenQuiet")).isEqualTo(Contender.LIMIT);
    assertThat(Contender.of("clockAndCount")).isEqualTo(Contender.LIMIT);
    assertThat(Contender.of("resilience4jLockFree")).isEqualTo(Contender.PEER);
    assertThat(Contender.of("aws")).isEqualTo(Contender.PEER);
    assertThat(Contender.of("retryAlone")).isEqualTo(Contender.OURS);
    assertThat(Contender.of("awsome")).isEqualTo(Contender.OURS);
  }
}
