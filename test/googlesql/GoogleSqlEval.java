import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.PreparedExpression;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Evaluates GoogleSQL (BigQuery's dialect) with Google's own reference implementation.
 *
 * Reads one expression a line, UTF-8 in base64; a scalar subquery is an expression too:
 * {@code (SELECT ... FROM UNNEST([STRUCT(1 AS id, 'a' AS s)]) t)}. Answers each with one line:
 * {@code ok BASE64}, {@code null} or {@code error BASE64}.
 */
public final class GoogleSqlEval {
  public static void main(String[] args) throws Exception {
    AnalyzerOptions options = new AnalyzerOptions();
    options.getLanguageOptions().setEnabledLanguageFeatures(featuresOfBigQuery());
    options.setDefaultTimezone("UTC");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(System.out, true, "US-ASCII");
    for (String line; (line = in.readLine()) != null; ) {
      String sql = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
      out.println(answer(sql, options));
    }
    // The library leaves threads behind.
    System.exit(0);
  }

  /** What BigQuery has: intervals and collations too, but no digits finer than a microsecond. */
  private static Set<LanguageFeature> featuresOfBigQuery() {
    LanguageOptions most = new LanguageOptions();
    most.enableMaximumLanguageFeatures();
    Set<LanguageFeature> features =
        Arrays.stream(LanguageFeature.values()).filter(most::languageFeatureEnabled).collect(Collectors.toSet());
    features.add(LanguageFeature.FEATURE_INTERVAL_TYPE);
    features.add(LanguageFeature.FEATURE_V_1_3_ANNOTATION_FRAMEWORK);
    features.add(LanguageFeature.FEATURE_V_1_3_COLLATION_SUPPORT);
    features.remove(LanguageFeature.FEATURE_TIMESTAMP_NANOS);
    return features;
  }

  private static String answer(String sql, AnalyzerOptions options) {
    try (PreparedExpression expression = new PreparedExpression(sql)) {
      expression.prepare(options);
      Value value = expression.execute();
      return value.isNull() ? "null" : "ok " + base64(text(value));
    } catch (Exception e) {
      return "error " + base64(String.valueOf(e.getMessage()));
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An array or a struct, so also several rows, is a JSON array of such texts. */
  private static String text(Value v) {
    TypeKind kind = v.getType().getKind();
    switch (kind) {
      case TYPE_STRING: return v.getStringValue();
      case TYPE_INT64: return Long.toString(v.getInt64Value());
      case TYPE_BOOL: return Boolean.toString(v.getBoolValue());
      case TYPE_DOUBLE: return Double.toString(v.getDoubleValue());
      case TYPE_ARRAY: return json(v.getElementList());
      case TYPE_STRUCT: return json(v.getFieldList());
      // Java's own texts of these would not be GoogleSQL's.
      default: throw new IllegalArgumentException("cast the result to STRING; it is " + kind);
    }
  }

  private static String json(List<Value> values) {
    return values.stream().map(GoogleSqlEval::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(Value v) {
    if (v.isNull()) return "null";
    TypeKind kind = v.getType().getKind();
    if (kind == TypeKind.TYPE_ARRAY || kind == TypeKind.TYPE_STRUCT) return text(v);
    return new com.google.gson.JsonPrimitive(text(v)).toString();
  }
}
