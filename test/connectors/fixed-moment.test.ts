import { expect, test } from 'vitest';
import { fixedMoment } from '../../src/source/fixed-moment.ts';
import { CALL } from '../conformance/bench.ts';

test('a moment is asked for once, and again where the question failed', async () => {
  const answers = [() => Promise.reject(new Error('cancelled')), async () => '1', async () => '2'];
  const moment = fixedMoment(() => answers.shift()?.() ?? Promise.reject(new Error('asked too often')));
  await expect(moment(CALL)).rejects.toThrow('cancelled');
  expect(await Promise.all([moment(CALL), moment(CALL)])).toEqual(['1', '1']);
  expect(await moment(CALL)).toBe('1');
});
