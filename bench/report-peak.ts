import { readFileSync, writeFileSync } from 'node:fs';

/*
 * Loaded into a process that is measured (node --import): when it ends, writes the most memory that it held,
 * in bytes, to the file that TIDEMARK_BENCH_PEAK names. Linux says it of this process alone; elsewhere
 * what getrusage says has to do.
 */
process.on('exit', () => {
  const file = process.env['TIDEMARK_BENCH_PEAK'];
  if (file !== undefined) writeFileSync(file, String(peakBytes()));
});

function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
