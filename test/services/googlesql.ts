import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.ts';
import { findServer } from './find-server.ts';

/** What an expression is, as text; several rows or fields are a JSON array of texts, nested. */
type GoogleSqlAnswer = { readonly ok: string | null } | { readonly error: string };

export interface GoogleSql {
  /** The answers in the order of the expressions. Calls may overlap. */
  evaluate(expressions: readonly string[]): Promise<readonly GoogleSqlAnswer[]>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: GoogleSqlAnswer): void;
  reject(error: Error): void;
}

const run = promisify(execFile);
const FOLDER = fileURLToPath(new URL('../googlesql/', import.meta.url));
const POM = path.join(FOLDER, 'pom.xml');
const SOURCE = path.join(FOLDER, 'GoogleSqlEval.java');
const JDK = 'default-jdk-headless';

/**
 * Google's own reference implementation of GoogleSQL, BigQuery's dialect: where it and the stand-in disagree, it is
 * right. It knows no tables; `UNNEST([STRUCT(…), …])` gives it rows.
 */
export async function openGoogleSql(): Promise<GoogleSql> {
  const java = findServer(['java'], JDK, []);
  const classes = await build();
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const server = spawn(java, [...options, '-cp', `${classes}/lib/*:${classes}`, 'GoogleSqlEval'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (text) => {
    log = (log + text).slice(-2_000);
  });
  const waiting: Waiting[] = [];
  createInterface({ input: server.stdout }).on('line', (line) => waiting.shift()?.resolve(parse(line)));
  let gone: Error | undefined;
  const end = (cause?: Error) => {
    gone ??= new Error(`The GoogleSQL of the tests ended; its log ends: ${log}`, { cause });
    for (const one of waiting.splice(0)) one.reject(gone);
  };
  server.on('error', end);
  server.stdin.on('error', end);
  const closed = new Promise<void>((resolve) => {
    server.on('close', () => {
      end();
      resolve();
    });
  });

  const evaluateOne = (expression: string): Promise<GoogleSqlAnswer> => {
    if (gone) return Promise.reject(gone);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      server.stdin.write(`${Buffer.from(expression).toString('base64')}\n`);
    });
  };
  return {
    evaluate: (expressions) => Promise.all(expressions.map(evaluateOne)),
    close: () => {
      server.stdin.end();
      return closed;
    },
  };
}

/** The folder of the compiled class, and of the jars in `lib`; made once a machine. */
async function build(): Promise<string> {
  const from = [POM, SOURCE].map((file) => readFileSync(file, 'utf8'));
  return cacheFolder('googlesql', from, async (folder) => {
    const javac = findServer(['javac'], JDK, []);
    const mvn = findServer(['mvn'], 'maven', []);
    const lib = path.join(folder, 'lib');
    await run(mvn, ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`]);
    // Hundreds of megabytes of binaries for the other kind of machine.
    const other = process.platform === 'darwin' ? '-linux' : '-darwin';
    for (const jar of readdirSync(lib)) if (jar.includes(other)) rmSync(path.join(lib, jar));
    await run(javac, ['-nowarn', '-cp', `${lib}/*`, '-d', folder, SOURCE]);
  });
}

function parse(line: string): GoogleSqlAnswer {
  const [kind, encoded = ''] = line.split(' ');
  const text = Buffer.from(encoded, 'base64').toString();
  if (kind === 'null') return { ok: null };
  return kind === 'ok' ? { ok: text } : { error: text };
}
