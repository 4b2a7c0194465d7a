#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { instantFromMicros } from '../base/instant.ts';
import { runProgram } from '../cli/program.ts';

/** The one place that reads the clock. */
const clock = () => instantFromMicros(BigInt(Date.now()) * 1000n);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stop.abort());
}
/** Whoever writes is told by the write itself; without a listener the process would end here. */
process.stdout.on('error', () => {});

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
await runProgram(
  {
    version: manifest.version,
    openApp: async (config) => (await import('./open-app.ts')).openApp(config, clock, stop.signal),
    writeStartingConfig: async (folder) =>
      (await import('./config/write-starting-config.ts')).writeStartingConfig(folder),
  },
  process.argv,
);
