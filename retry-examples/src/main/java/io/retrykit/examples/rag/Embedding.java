package io.retrykit.examples.rag;

import java.util.Locale;

/**
 * Texts as points: how often each run of four letters occurs in a word, hashed into 512 directions, of length one. Texts
 * that share words, or parts of them, point the same way. No model's embedding, but the same one on every run.
 */
final class Embedding {
  /** How many numbers a point has. */
  static final int DIMENSIONS = 512;

  private static final int RUN = 4;

  private Embedding() {}

  /** Returns the point of a text; where there are no letters it points nowhere in particular. */
  static float[] of(String text) {
    float[] point = new float[DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      String padded = " " + word + " ";
      for (int i = 0; word.length() > 2 && i + RUN <= padded.length(); i++) {
        point[Math.floorMod(padded.substring(i, i + RUN).hashCode() * 0x9E3779B9, DIMENSIONS)]++;
      }
    }
    return normalised(point);
  }

  private static float[] normalised(float[] point) {
    double square = 0;
    for (float part : point) {
      square += (double) part * part;
    }
    if (square == 0) {
      point[0] = 1;
      return point;
    }
    float scale = (float) (1 / Math.sqrt(square));
    for (int i = 0; i < point.length; i++) {
      point[i] *= scale;
    }
    return point;
  }
}
