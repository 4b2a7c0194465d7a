import { defineConfig } from 'vitest/config';

/** Where a machine-readable report goes, if anybody wants one. */
const report = process.env['TIDEMARK_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: ['test/services/global-setup.ts'],
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
