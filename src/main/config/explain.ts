import path from 'node:path';
import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import { z } from 'zod';
import { didYouMean } from '../../base/nearest.ts';
import { configSchema } from './schema.ts';

/** A parsed config file, for saying where in it something is. */
export interface ConfigText {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** The first thing that the schema found wrong, with file, line, path, and a suggestion for a misspelt key. */
export function explainIssue(issue: z.core.$ZodIssue, text: ConfigText): string {
  const found = deepest(issue, issue.path);
  const where = found.path.map(String);
  if (found.issue.code === 'unrecognized_keys') {
    const [key = ''] = found.issue.keys;
    const at = [...where, key];
    return `${position(text, at)}: ${at.join('.')}: there is no such setting.${didYouMean(key, knownKeys(where))}`;
  }
  if (found.issue.code === 'invalid_type' && found.issue.message.endsWith('received undefined')) {
    return `${position(text, where)}: ${where.join('.')}: is required, and is not there.`;
  }
  const message = found.issue.code === 'invalid_key' ? found.issue.issues[0]?.message : found.issue.message;
  return `${position(text, where)}: ${where.join('.') || 'the whole file'}: ${lowerFirst(message ?? 'not valid')}.`;
}

/** `file:line:column` of the setting, or of the nearest that is there. */
export function position({ file, document, lines }: ConfigText, where: readonly string[]): string {
  const short = path.relative(process.cwd(), file) || file;
  for (let depth = where.length; depth > 0; depth--) {
    const offset = keyOffset(document, where.slice(0, depth)) ?? 0;
    if (offset > 0 || depth === 1) {
      const { line, col } = lines.linePos(offset);
      return `${short}:${line}:${col}`;
    }
  }
  return `${short}:1:1`;
}

/** Of a union's alternatives, the one that came nearest to fitting: whose first issue lies deepest. */
function deepest(
  issue: z.core.$ZodIssue,
  at: readonly PropertyKey[],
): { issue: z.core.$ZodIssue; path: readonly PropertyKey[] } {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { issue, path: at };
  const candidates = issue.errors.flatMap((alternative) => {
    const [first] = alternative;
    return first ? [{ found: deepest(first, [...at, ...first.path]), issues: alternative.length }] : [];
  });
  candidates.sort((a, b) => a.issues - b.issues || b.found.path.length - a.found.path.length);
  return candidates[0]?.found ?? { issue, path: at };
}

function keyOffset(document: Document, where: readonly string[]): number | undefined {
  const parent = where.length === 1 ? document.contents : document.getIn(where.slice(0, -1), true);
  const last = where.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === last);
    if (pair && isNode(pair.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(where, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

type JsonSchema = { properties?: Record<string, JsonSchema>; additionalProperties?: JsonSchema | boolean } & {
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
};

/** The settings that the schema knows at a path. */
function knownKeys(where: readonly string[]): readonly string[] {
  let here: readonly JsonSchema[] = alternatives(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema);
  for (const step of where) {
    here = here.flatMap((schema) => {
      const below = schema.properties?.[step] ?? schema.additionalProperties;
      return typeof below === 'object' ? alternatives(below) : [];
    });
  }
  return here.flatMap((schema) => Object.keys(schema.properties ?? {}));
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return inner.length === 0 ? [schema] : inner.flatMap(alternatives);
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
