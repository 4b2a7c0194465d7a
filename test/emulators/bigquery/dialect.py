"""Where the stand-in's SQL differs from BigQuery's, as its documentation and GoogleSQL's own implementation have it."""

from bqemulator.sql import builtin_udfs
from bqemulator.sql.rules import register
from bqemulator.sql.rules._base import TranslationRule
from bqemulator.sql.translator import SQLTranslator
from sqlglot import exp

# NUMERIC without digits is NUMERIC(38, 9); what comes out of the translation is DuckDB's default.
BARE_NUMERIC = ("DECIMAL(18, 3)", "DECIMAL(38, 9)")

# CAST(decimal AS STRING): no trailing zeros, a digit before the point.
TEXT = r"""CREATE OR REPLACE MACRO tidemark_text(x) AS CASE
  WHEN typeof(x) LIKE 'DECIMAL%' AND contains(CAST(x AS VARCHAR), '.') THEN
    regexp_replace(rtrim(rtrim(CAST(x AS VARCHAR), '0'), '.'), '^(-?)(\.|$)', '\10\2')
  ELSE CAST(x AS VARCHAR) END"""


@register
class CastToString(TranslationRule):
    name = "CAST AS STRING"

    def applies_to(self, node):
        return type(node) is exp.Cast and node.to.this in (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR)

    def rewrite(self, node):
        return exp.Anonymous(this="tidemark_text", expressions=[node.this.copy()])


translate = SQLTranslator.translate
register_builtin_udfs = builtin_udfs.register_builtin_udfs


def translate_and_mend(self, *args, **options):
    result = translate(self, *args, **options)
    value = getattr(result, "value", None)
    return type(result)(value.replace(*BARE_NUMERIC)) if isinstance(value, str) else result


def register_with_macros(connection):
    register_builtin_udfs(connection)
    connection.execute(TEXT)


SQLTranslator.translate = translate_and_mend
builtin_udfs.register_builtin_udfs = register_with_macros
