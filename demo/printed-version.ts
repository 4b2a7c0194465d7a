import { must } from './must.ts';

/** The ID of the version that a command printed first. */
export function idIn(output: string): string {
  const id = /^[a-z]+@\d{8}T\d{6}Z-[a-z2-7]{16}/.exec(output)?.[0];
  must(id !== undefined, `there is no version ID at the start of: ${output}`);
  return id;
}

/** The lines for a commit message that a command printed. */
export function trailersIn(output: string): readonly string[] {
  const trailers = output.match(/Dataset-(?:Version|Digest): \S+/g) ?? [];
  must(trailers.length === 2, `expected two lines for a commit message in: ${output}`);
  return trailers;
}
