import { writeFileSync } from 'node:fs';
import { configJsonSchema } from './config/json-schema.ts';

/** Writes config/tidemark.schema.json; `npm run schema` does it after the schema has changed. */
writeFileSync('config/tidemark.schema.json', configJsonSchema());
