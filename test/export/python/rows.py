"""Prints the rows that libraries read, each value as one text that is the same whatever the library makes of it.

Takes JSON on standard input: `types`, the contract's type by column, and `reads`, each a `reader` of those below, a `place` and a
`split`. Prints one JSON: the rows of each read, in the same order.
"""

import datetime
import decimal
import functools
import glob
import json
import math
import os
import sys

DIGITS = decimal.Context(prec=80)


def text(value, kind, exact=True):
    if value is None:
        return None
    if kind == "int":
        return str(int(value))
    if kind == "decimal" and exact:
        normal = format(DIGITS.create_decimal(str(value)).normalize(DIGITS), "f")
        return "0" if normal == "-0" else normal
    if kind in ("decimal", "double"):
        return repr(float(value))
    if kind == "bool":
        return str(bool(value)).lower()
    if kind == "bytes":
        return value.hex() if isinstance(value, bytes) else value
    if kind == "date":
        return value if isinstance(value, str) else value.isoformat()[:10]
    if kind in ("timestamp", "timestamptz"):
        if isinstance(value, str):
            return value
        utc = value if value.tzinfo is None else value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return utc.isoformat(timespec="microseconds") + ("Z" if kind == "timestamptz" else "")
    if kind == "time":
        time = datetime.time.fromisoformat(value) if isinstance(value, str) else value
        return time.isoformat(timespec="microseconds")
    return value.decode() if isinstance(value, bytes) else value


def ndjson(path, _):
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line:
                yield json.loads(line, parse_float=decimal.Decimal)


@functools.cache
def loaded(path):
    import datasets as library

    return library.load_dataset(path, cache_dir=os.environ["CACHE"])


def datasets(path, split):
    yield from loaded(path)[split]


def datasets_splits(path, _):
    for name in sorted(loaded(path)):
        yield {"split": name}


@functools.cache
def described(path):
    import mlcroissant as library

    dataset = library.Dataset(os.path.join(path, "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors, issues.report()
    return dataset


def mlcroissant(path, split):
    dataset = described(path)
    names = {field.id: field.name for rs in dataset.metadata.record_sets for field in rs.fields}
    for record in dataset.records(split):
        yield {name_of(names[key]): value for key, value in record.items()}


def name_of(name):
    return name if isinstance(name, str) else next(iter(name.values()))


def files(path, split):
    return sorted(glob.glob(os.path.join(path, "data", split + "-*.parquet")))


def pyarrow(path, split):
    import pyarrow.parquet as library

    for file in files(path, split):
        yield from library.read_table(file).to_pylist()


def pandas(path, split):
    import pandas as library

    for file in files(path, split):
        frame = library.read_parquet(file, dtype_backend="pyarrow")
        for row in frame.astype(object).itertuples(index=False):
            yield {c: None if v is library.NA else v for c, v in zip(frame.columns, row)}


def polars(path, split):
    import polars as library

    for file in files(path, split):
        yield from library.read_parquet(file).to_dicts()


def arrow_pyarrow(path, _):
    import pyarrow as library

    with library.OSFile(path) as file:
        yield from library.ipc.open_file(file).read_all().to_pylist()


def arrow_polars(path, _):
    import polars as library

    yield from library.read_ipc(path).to_dicts()


# mlcroissant has no decimals but floats, and takes NaN for NULL; `as-mlcroissant` is the reference for that.
LOOSE = ("as-mlcroissant", "mlcroissant")
READERS = {
    "as-mlcroissant": ndjson,
    "ndjson": ndjson,
    "datasets": datasets,
    "mlcroissant": mlcroissant,
    "pyarrow": pyarrow,
    "pandas": pandas,
    "polars": polars,
    "arrow-pyarrow": arrow_pyarrow,
    "arrow-polars": arrow_polars,
}


def texts(row, types, loose):
    assert set(row) == set(types), f"columns {sorted(row)}"
    out = {}
    for name, kind in types.items():
        value = row[name]
        if loose and kind == "double" and value is not None and math.isnan(float(value)):
            value = None
        out[name] = text(value, kind, exact=not loose)
    return out


def rows(reader, place, split, types):
    if reader == "datasets-splits":
        return list(datasets_splits(place, split))
    return [texts(row, types, reader in LOOSE) for row in READERS[reader](place, split)]


asked = json.load(sys.stdin)
print(json.dumps([rows(types=asked["types"], **read) for read in asked["reads"]]))
