import type { Call } from './driver.ts';

/** The query with its label before it, as a comment; what could end the comment, or make it a command, is taken out. */
export function labelled(text: string, { label }: Call): string {
  return `/* ${label.replaceAll(/[^\w .:@=-]/g, '_')} */ ${text}`;
}
