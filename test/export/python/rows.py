"""Prints the rows that a library reads, each value as one text that is the same whatever the library makes of it.

rows.py LIBRARY PATH SPLIT TYPES: TYPES is JSON, the contract's type by column; LIBRARY one of those below.
"""

import datetime
import decimal
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


def datasets(path, split):
    import datasets as library

    loaded = library.load_dataset(path, cache_dir=os.environ["CACHE"])
    print(json.dumps(sorted(loaded)), file=sys.stderr)
    yield from loaded[split]


def mlcroissant(path, split):
    import mlcroissant as library
    from urllib.parse import unquote

    dataset = library.Dataset(os.path.join(path, "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors, issues.report()
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


library, path, split, types = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
# mlcroissant has no decimals but floats, and takes NaN for NULL; `as-mlcroissant` is the reference for that.
reference = library == "as-mlcroissant"
loose = reference or library == "mlcroissant"
read = ndjson if reference else globals()[library]
for row in read(path, split):
    out = {}
    for name, kind in types.items():
        value = row[name]
        if loose and kind == "double" and value is not None and math.isnan(float(value)):
            value = None
        out[name] = text(value, kind, exact=not loose)
    print(json.dumps(out))
