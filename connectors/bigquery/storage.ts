import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type { BigQueryReadClient } from '@google-cloud/bigquery-storage';
import type { Credentials } from './auth.ts';

type Options = NonNullable<ConstructorParameters<typeof BigQueryReadClient>[0]>;

/** The Storage Read API. Its client is loaded and connected when it is first asked for. */
export interface Storage {
  /** Who pays for reads. */
  readonly project: string;
  client(): Promise<BigQueryReadClient>;
  /**
   * A stream's answers from a row on, as gRPC's own stream of `ReadRowsResponse`: it holds up to 16 of them. The
   * client's `readRows` puts three more such stores behind it, and one answer may be of many megabytes.
   */
  readRows(readStream: string, offset: number): Promise<Readable & { cancel(): void }>;
  close(): Promise<void>;
}

/** So that a read notices when the network is gone without a word. */
const KEEP_ALIVE = { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 10_000 };

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** @param endpoint HOST:PORT, where it is not Google's own */
export function createStorage(
  credentials: Credentials,
  project: string,
  endpoint: string | undefined,
): Storage {
  let client: Promise<BigQueryReadClient> | undefined;
  const load = async () => {
    const { BigQueryReadClient: Client } = await import('@google-cloud/bigquery-storage');
    return new Client({ ...KEEP_ALIVE, ...credentials, ...addressOf(endpoint) } as Options);
  };
  const loaded = () => {
    client ??= load();
    return client;
  };
  return {
    project,
    client: loaded,
    readRows: async (readStream, offset) => {
      const stub = await (await loaded()).initialize();
      const metadata = new (grpc().Metadata)();
      metadata.set('x-goog-request-params', `read_stream=${encodeURIComponent(readStream)}`);
      return stub['readRows']?.({ readStream, offset }, metadata);
    },
    close: async () => {
      // One that could not be loaded was reported where it was asked for.
      await client?.then(
        (found) => found.close(),
        () => undefined,
      );
    },
  };
}

function addressOf(endpoint: string | undefined): Partial<Options> {
  if (endpoint === undefined) return {};
  const { hostname, port } = new URL(`grpc://${endpoint}`);
  const address = { apiEndpoint: hostname, port: Number(port) };
  const plain = LOOPBACK.includes(hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1'));
  return plain ? { ...address, sslCreds: grpc().credentials.createInsecure() } : address;
}

/** The gRPC library that the client itself has: it takes no other's objects. */
function grpc() {
  const client = createRequire(import.meta.url).resolve('@google-cloud/bigquery-storage');
  return createRequire(client)('google-gax').grpc;
}
