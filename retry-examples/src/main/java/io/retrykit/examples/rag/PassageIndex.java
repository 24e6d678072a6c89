package io.retrykit.examples.rag;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/** A dozen passages on retrying in a Lucene index of vectors, in memory. Any thread. */
final class PassageIndex implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VECTOR = "vector";
  private static final Logger LUCENE =
      Logger.getLogger("org.apache.lucene"); // held, or it is made anew

  static {
    LUCENE.setLevel(
        Level.SEVERE); // it warns that the JVM's vectors are not there, which a dozen passages do
    // not need
  }

  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** Makes it. */
  PassageIndex() {
    try {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        fill(writer);
      }
      reader = DirectoryReader.open(directory);
      searcher = new IndexSearcher(reader);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void fill(IndexWriter writer) throws IOException {
    InputStream resource = PassageIndex.class.getResourceAsStream("passages.jsonl");
    if (resource == null) {
      throw new IOException("passages.jsonl is missing");
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode passage = JSON.readTree(line);
        String title = passage.path("title").asText();
        String text = passage.path("text").asText();
        Document document = new Document();
        document.add(new StoredField("title", title));
        document.add(new StoredField("text", text));
        document.add(new KnnFloatVectorField(
            VECTOR, Embedding.of(title + " " + text), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
    }
  }

  /**
   * Returns the nearest passages, the nearest first.
   *
   * @param most 1 to 100
   */
  List<Passage> search(String question, int most) {
    List<Passage> found = new ArrayList<>();
    try {
      KnnFloatVectorQuery query = new KnnFloatVectorQuery(VECTOR, Embedding.of(question), most);
      for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
        Document document = searcher.storedFields().document(hit.doc);
        double cosine = 2.0 * hit.score - 1; // Lucene's score of a dot product is (1 + it) / 2
        found.add(new Passage(document.get("title"), document.get("text"), cosine));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found;
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
