import { DuckDBInstance } from '@duckdb/node-api';

/*
 * Prints what it costs to hash every row's text and nothing else, as JSON: seconds and processor seconds of
 * the query. The file is opened as a source opens it. Called with the DuckDB file; a process of its own, so
 * that nothing is in its memory yet.
 */
const instance = await DuckDBInstance.create(process.argv[2], {
  access_mode: 'READ_ONLY',
  memory_limit: '200MB',
});
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");
const start = performance.now();
const before = process.cpuUsage();
await connection.runAndReadAll('SELECT max(sha256(t::VARCHAR)) FROM orders AS t');
const { user, system } = process.cpuUsage(before);
const took = { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
process.stdout.write(JSON.stringify(took));
