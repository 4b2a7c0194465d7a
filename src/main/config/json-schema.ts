import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The config's JSON schema, so that editors complete and check it. */
export function configJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
}
