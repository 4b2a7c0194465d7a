"""Casts to NUMERIC keep 38 digits, and casts to STRING give the text that BigQuery gives."""

from bqemulator.sql.rules import register
from bqemulator.sql.rules._base import TranslationRule
from bqemulator.sql import inner_query
from bqemulator.storage import type_map
from bqemulator.storage.engine import DuckDBEngine
from sqlglot import exp

# A number in 15 digits where they say it all, else in 17; a decimal without zeros at its end; seconds in no, 3 or 6
# digits after the point. `typeof` is known when a query is planned, so that the other branches cost nothing.
TEXT = r"""
CREATE OR REPLACE MACRO tidemark_text(x) AS CASE
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN (
    CASE WHEN isnan(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) THEN 'nan'
         WHEN TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE) = 0 THEN '0'
         WHEN CAST(printf('%.15g', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) AS DOUBLE)
              = TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)
         THEN printf('%.15g', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
         ELSE printf('%.17g', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)) END)
  WHEN typeof(x) LIKE 'DECIMAL%' THEN
    regexp_replace(regexp_replace(regexp_replace(CAST(x AS VARCHAR), '(\.[0-9]*?)0+$', '\1'), '\.$', ''),
      '^(-?)(\.|$)', '\10\2')
  WHEN typeof(x) IN ('TIMESTAMP WITH TIME ZONE', 'TIMESTAMP', 'TIME') THEN
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(CAST(x AS VARCHAR),
      '\.(\d)(\+|$)', '.\100\2'), '\.(\d\d)(\+|$)', '.\10\2'),
      '\.(\d{4})(\+|$)', '.\100\2'), '\.(\d{5})(\+|$)', '.\10\2')
  ELSE CAST(x AS VARCHAR) END
"""

# What sqlglot makes of NUMERIC and BIGNUMERIC without parameters, and what bqemulator holds them in elsewhere.
WIDER = {"DECIMAL(18, 3)": "DECIMAL(38, 9)", "DECIMAL(38, 5)": "DECIMAL(38, 10)"}
TEXTS = (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR)


# Registered on import, which comes before that of the executor: it asks for the rules once.
@register
class Text(TranslationRule):
    name = "TIDEMARK_TEXT"

    def applies_to(self, node):
        return type(node) is exp.Cast and node.to.this in TEXTS and not node.this.is_string

    def rewrite(self, node):
        return exp.Anonymous(this="tidemark_text", expressions=[node.this])


@register
class Numeric(TranslationRule):
    name = "TIDEMARK_NUMERIC"

    def applies_to(self, node):
        return isinstance(node, exp.Cast) and node.to.sql("duckdb") in WIDER

    def rewrite(self, node):
        node.set("to", exp.DataType.build(WIDER[node.to.sql("duckdb")], dialect="duckdb"))
        return node


def apply():
    # With it the translation puts an alias's expression, parameters and all, in its place in GROUP BY.
    inner_query.build_catalog_schema = lambda *_, **__: {}
    start = DuckDBEngine._register_builtin_udfs

    def register_macros(self):
        start(self)
        self._connection.execute(TEXT)

    DuckDBEngine._register_builtin_udfs = register_macros
    # DuckDB has no wider decimal than of 38 digits.
    type_map._BQ_TO_DUCKDB["BIGNUMERIC"] = "DECIMAL(38, 10)"
