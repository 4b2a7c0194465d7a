import canonicalizeModule from 'canonicalize';

/** The package's types describe its CommonJS export; under ESM the default import is the function. */
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** The value as JSON in RFC 8785 form. @throws TypeError where it is not JSON */
export function jcs(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}
