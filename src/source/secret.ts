import { z } from 'zod';
import { TidemarkError } from '../base/errors.ts';

/** A setting that must not stand in a config file: the name of the environment variable that holds it. */
export const secret = z
  .strictObject(
    { env: z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable') },
    'expected { env: NAME }, the name of the environment variable that holds it: a secret does not stand in the config',
  )
  .describe('The name of the environment variable that holds it.');

export type Secret = z.output<typeof secret>;

/**
 * The secret itself; asked for when a connection is made, so that a config can be checked without it.
 * @param setting what the variable is for, as the message calls it
 * @throws config-invalid where the variable is not set or empty
 */
export function resolveSecret(
  { env }: Secret,
  setting: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  const value = variables[env];
  if (value !== undefined && value !== '') return value;
  throw new TidemarkError('config-invalid', `${setting}: the environment variable ${env} is not set.`);
}
