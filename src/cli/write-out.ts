import { outputError } from '../output/write-file.ts';

/** Writes to standard output, and waits until it is out. @throws what the operating system says: a full disk, a closed pipe */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) =>
      error ? reject(outputError(error, 'standard output')) : resolve(),
    );
  });
}

/** Whether the reader of our output, such as `head`, has had enough. No fault of anybody's. */
export function isClosedPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'EPIPE';
}
