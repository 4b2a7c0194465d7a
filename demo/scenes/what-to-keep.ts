import { finding, heading, say } from '../narrator.ts';

/** Commands that work on what the demo leaves behind. */
const NEXT = [
  'npx tidemark versions flights',
  'npx tidemark show flights@latest',
  'npx tidemark sql earthquakes@2018-02-07 --part test',
  'npx tidemark read flights@baseline --part train -o train.parquet',
];

/** What a commit of a model trained on these versions says, and how to go on. */
export function whatToKeep(trailers: readonly string[]): void {
  heading('5. What to keep');
  say('A commit message with these lines says which data its model was trained on:');
  finding(...trailers);
  say('', 'To try next:');
  finding(...NEXT);
}
