import { TidemarkError } from '../base/errors.ts';
import { formatMicros, parseMicros } from '../base/instant.ts';
import { checkName } from '../base/names.ts';
import { cutPoints, normaliseShare } from './share.ts';
import type { HashSplit, Split, TimeSplit } from './split.ts';

/** The split in its one stored form. @throws split-invalid, saying what was expected */
export function checkSplit(split: Split): Split {
  const names = split.parts.map((p) => checkName('part', p.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new TidemarkError('split-invalid', `The split has two parts named "${twice}"; names must differ.`);
  }
  return split.algorithm === 'split-v1' ? checkHashSplit(split) : checkTimeSplit(split);
}

function checkHashSplit(split: HashSplit): HashSplit {
  if (split.key.length === 0) {
    throw new TidemarkError('split-invalid', 'A split by hash needs at least one key column.');
  }
  cutPoints(split.parts.map((p) => p.share));
  return { ...split, parts: split.parts.map((p) => ({ name: p.name, share: normaliseShare(p.share) })) };
}

function checkTimeSplit(split: TimeSplit): TimeSplit {
  const parts = split.parts.map((part, i) => {
    const last = i === split.parts.length - 1;
    if (last !== (part.until === null)) {
      throw new TidemarkError(
        'split-invalid',
        `Part "${part.name}": in a split by time every part but the last has an "until", and the last has none.`,
      );
    }
    return { name: part.name, until: part.until === null ? null : parseMicros(part.until) };
  });
  if (parts.length === 0) throw new TidemarkError('split-invalid', 'A split needs at least one part.');
  parts.forEach((part, i) => {
    const before = parts[i - 1]?.until;
    if (part.until !== null && before !== null && before !== undefined && part.until <= before) {
      throw new TidemarkError('split-invalid', `Part "${part.name}" ends no later than the part before it.`);
    }
  });
  return {
    ...split,
    parts: parts.map((p) => ({ name: p.name, until: p.until === null ? null : formatMicros(p.until) })),
  };
}
