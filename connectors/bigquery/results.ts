import type { Call, Row } from '../../src/source/driver.ts';
import type { Client } from './client.ts';
import type { Job } from './job.ts';

/** Rows of one page at most; the API ends a page earlier, at about 10 MB. */
const PAGE_ROWS = 50_000;

interface Page {
  readonly rows?: readonly { readonly f: readonly { readonly v: string | null }[] }[];
  readonly pageToken?: string;
}

/** The rows of a job that is done, page by page, as they stand in the answer: every query gives texts. */
export async function* resultPages(
  client: Client,
  location: string,
  { id }: Job,
  { signal }: Call,
): AsyncGenerator<readonly Row[], void, undefined> {
  let pageToken: string | undefined;
  do {
    const query = { location, maxResults: PAGE_ROWS, ...(pageToken === undefined ? {} : { pageToken }) };
    const page: Page = await client.request({ method: 'GET', path: `queries/${id}`, query }, signal);
    if (page.rows?.length) yield page.rows.map(({ f }) => f.map(({ v }) => v));
    pageToken = page.pageToken;
  } while (pageToken !== undefined);
}
