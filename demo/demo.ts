import { say, title } from './narrator.ts';
import { startAnew } from './place.ts';
import { corrections } from './scenes/corrections.ts';
import { firstVersion } from './scenes/first-version.ts';
import { halfAYear } from './scenes/half-a-year.ts';
import { lateRows } from './scenes/late-rows.ts';
import { whatToKeep } from './scenes/what-to-keep.ts';

try {
  title('Tidemark, on US flights of 2001 and a week of earthquakes');
  await startAnew();
  say(
    'A DuckDB file stands in for the warehouse. All is made in .tidemark/demo, as config/tidemark.yaml says.',
  );
  await firstVersion();
  await lateRows();
  const earthquakes = await corrections();
  const flights = await halfAYear();
  whatToKeep([...flights, ...earthquakes]);
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
