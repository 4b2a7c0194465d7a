import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Half a minute where nothing else runs. */
const PATIENCE = 300_000;

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEMO = path.join(ROOT, 'dist/demo/demo.js');
const TIDEMARK = path.join(ROOT, 'dist/src/main/tidemark.js');

const call = promisify(execFile);
let folder: string;

/** @throws where the exit code is not 0; the error has `code`, `stdout` and `stderr` */
async function run(script: string, args: readonly string[] = [], cwd = folder): Promise<string> {
  return (await call(process.execPath, [script, ...args], { cwd })).stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tidemark-demo-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('refuses a folder without the config, and makes nothing there', async () => {
  await expect(run(DEMO)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npm run demo'),
  });
  expect(await readdir(folder)).toEqual([]);
});

it('fails where a command does not do what the story says', async () => {
  const broken = path.join(folder, 'broken');
  const config = await readFile(path.join(ROOT, 'config/tidemark.yaml'), 'utf8');
  await mkdir(path.join(broken, 'config'), { recursive: true });
  await writeFile(
    path.join(broken, 'config/tidemark.yaml'),
    config.replace('table: flights', 'table: fights'),
  );
  await expect(run(DEMO, [], broken)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/fights[^]*The demo failed: tidemark snapshot flights/),
  });
});

describe('the demo', () => {
  let story: string;

  beforeAll(async () => {
    await cp(path.join(ROOT, 'config'), path.join(folder, 'config'), { recursive: true });
    story = await run(DEMO);
  }, PATIENCE);

  it('gives the same ID when the same data are digested again', () => {
    const [first, again] =
      story.match(/^ {2}flights@20010108T000000Z-[a-z2-7]{16}(?= {2}(new|same))/gm) ?? [];
    expect(first).toBeDefined();
    expect(again).toBe(first);
  });

  it('reports the late rows, and names the version that lacks them', () => {
    const stuck = /stuck: (\d+) flights/.exec(story)?.[1];
    expect(Number(stuck)).toBeGreaterThan(0);
    expect(story).toContain(`late rows: ${stuck} in 2001-01-13`);
    expect(story).toMatch(/supersedes flights@20010115T000000Z-/);
    expect(story).toMatch(new RegExp(`changed +1: 2001-01-13 \\(\\+${stuck}\\)`));
  });

  it('refuses the version that lacks them, and verifies the one before', () => {
    expect(story).toMatch(/error: Version flights@20010115T.*2001-01-13T00:00:00Z .*\[drift\]/);
    expect(story).toMatch(/verified flights@20010108T000000Z-/);
  });

  it('reads of a corrected earthquake what each version had', () => {
    const [, was, is] = /: magnitude ([\d.]+), then ([\d.]+)/.exec(story) ?? [];
    expect(Number(is)).toBeLessThan(Number(was));
    expect(story).toContain(': there, then not');
  });

  it('finds no key that moved between the parts', () => {
    const [, compared, moved] = /([\d,]+) of them flown in June, (\d+) moved/.exec(story) ?? [];
    expect(Number(compared?.replaceAll(',', ''))).toBeGreaterThan(3000);
    expect(moved).toBe('0');
  });

  it('ends with the lines for a commit message, of versions that it made', () => {
    const trailers = story.slice(story.indexOf('A commit message')).match(/Dataset-\w+: \S+/g) ?? [];
    expect(trailers).toHaveLength(4);
    for (const id of trailers.flatMap((t) => /Version: (\S+)/.exec(t)?.[1] ?? [])) {
      expect(story).toContain(`${id}  new`);
    }
  });

  it('suggests commands that work', async () => {
    const suggested = story.slice(story.indexOf('To try next')).match(/(?<=npx tidemark ).+/g) ?? [];
    expect(suggested.length).toBeGreaterThanOrEqual(3);
    for (const command of suggested) await run(TIDEMARK, command.split(' '));
    await access(path.join(folder, 'train.parquet'));
  });

  it(
    'tells the same when it is run again, and leaves alone what is not its own',
    async () => {
      const other = path.join(folder, '.tidemark', 'catalog.db');
      await writeFile(other, 'somebody else’s');
      // But when it was that a version was superseded.
      const untimed = (text: string) => text.replaceAll(/had changed by \S+,/g, 'had changed,');
      expect(untimed(await run(DEMO))).toBe(untimed(story));
      await access(other);
    },
    PATIENCE,
  );
});
