import { defineConfig } from 'vitest/config';

/** Tests on accounts of real warehouses: they cost money and need secrets, and are no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/live/*.live.ts'],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
