"""Errors as Snowflake numbers them."""
import re

import duckdb
from sqlglot.errors import SqlglotError


class Failure(Exception):
    def __init__(self, code, state, message):
        super().__init__(message)
        self.code, self.state, self.message = code, state, message


CANCELLED = ("000604", "57014", "SQL execution canceled")


def missing(name):
    message = f"SQL compilation error:\nObject '{name}' does not exist or not authorized."
    return Failure("002003", "42S02", message)


def denied(name):
    message = f"SQL access control error:\nInsufficient privileges to operate on table '{name}'"
    return Failure("003001", "42501", message)


def failure_of(error):
    """What Snowflake would say in place of DuckDB or sqlglot; the words differ, numbers and states do not."""
    text = str(error)
    if isinstance(error, Failure):
        return error
    if isinstance(error, duckdb.InterruptException):
        return Failure(*CANCELLED)
    if isinstance(error, duckdb.ConversionException):
        quoted = re.search(r"""["'](.*)["'] (?:to|into)\b""", text, re.S)
        value = quoted[1].replace('""', '"') if quoted else text
        return Failure("100038", "22018", f"Numeric value '{value}' is not recognized")
    if isinstance(error, duckdb.BinderException):
        return Failure("000904", "42000", f"SQL compilation error: error line 1 at position 7\ninvalid identifier: {text}")
    if isinstance(error, duckdb.CatalogException):
        if "Table" in text:
            name = re.search(r"name (\S+)", text)
            return missing(name[1] if name else "?")
        return Failure("002140", "42601", f"SQL compilation error:\nUnknown function: {text}")
    if isinstance(error, (duckdb.ParserException, SqlglotError)):
        return Failure("001003", "42000", f"SQL compilation error:\nsyntax error: {text}")
    return Failure("100132", "22000", f"{type(error).__name__}: {text}")
