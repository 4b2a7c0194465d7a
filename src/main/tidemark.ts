#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { runProgram } from '../cli/program.ts';
import { systemClock } from './system-clock.ts';

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
    openApp: async (config) => (await import('./open-app.ts')).openApp(config, systemClock, stop.signal),
    writeStartingConfig: async (folder) =>
      (await import('./config/write-starting-config.ts')).writeStartingConfig(folder),
  },
  process.argv,
);
