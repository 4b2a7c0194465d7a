import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

interface Answer {
  readonly status: number;
  /** Sent as JSON where it is not text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What happens to a request. All but `answer` and `reset: 'before'` reach the server, and take effect there. */
type FaultEffect =
  /** This instead of the server's answer. */
  | { readonly answer: Answer }
  /** The connection is cut, before the server has heard of the request or when it has answered it. */
  | { readonly reset: 'before' | 'after' }
  /** The server's answer comes this late. */
  | { readonly delayMs: number }
  /** A bit of the body in the middle is another when it arrives. */
  | { readonly damage: 'request' | 'answer' }
  /** The answer announces its full length and ends after so many bytes. */
  | { readonly truncateAt: number };

type Fault = FaultEffect & {
  readonly method?: string;
  /** Of path and query. */
  readonly path?: RegExp;
  readonly body?: RegExp;
  /** The first of the requests that match which it happens to, from 1, and how many after it; 1 and 1 unless said. */
  readonly nth?: number;
  readonly times?: number;
};

interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

interface FaultProxy {
  readonly url: string;
  /** Replaces the plan, and counts from now on. A request has the first fault of the plan that is due for it. */
  plan(faults: readonly Fault[]): void;
  /** All since the start, in the order in which they came, those with a fault included. */
  requests(): readonly ProxiedRequest[];
  stop(): Promise<void>;
}

/** Starts a server that passes requests on to another and answers as that does, but for the faults planned. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  let plan: { readonly fault: Fault; seen: number }[] = [];
  const due = (request: ProxiedRequest): Fault | undefined =>
    plan
      .filter(({ fault }) => matches(fault, request))
      // Every fault counts what it matches, whether or not another happens to it.
      .filter((one) => isDue(one.fault, ++one.seen))
      .at(0)?.fault;

  const server = http.createServer(async (incoming, outgoing) => {
    try {
      const body = await buffer(incoming);
      const { method = 'GET', url: path = '/' } = incoming;
      const request = { method, path, ...(body.length > 0 && { body: body.toString() }) };
      requests.push(request);
      await answer(due(request), target, incoming, body, outgoing);
    } catch {
      // What the server or the client does to its connection, the other end sees as well.
      outgoing.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: (faults) => {
      plan = faults.map((fault) => ({ fault, seen: 0 }));
    },
    requests: () => [...requests],
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function matches(fault: Fault, { method, path, body = '' }: ProxiedRequest): boolean {
  return (
    (fault.method ?? method) === method &&
    (fault.path?.test(path) ?? true) &&
    (fault.body?.test(body) ?? true)
  );
}

function isDue({ nth = 1, times = 1 }: Fault, seen: number): boolean {
  return seen >= nth && seen < nth + times;
}

async function answer(
  fault: Fault | undefined,
  target: string,
  incoming: http.IncomingMessage,
  body: Buffer,
  outgoing: http.ServerResponse,
): Promise<void> {
  if (fault && 'answer' in fault) {
    const { status, body: instead = {}, headers } = fault.answer;
    const [type, sent] =
      typeof instead === 'string' ? ['text/plain', instead] : ['application/json', JSON.stringify(instead)];
    outgoing.writeHead(status, { 'content-type': type, ...headers }).end(sent);
    return;
  }
  if (fault && 'reset' in fault && fault.reset === 'before') {
    incoming.socket.resetAndDestroy();
    return;
  }
  if (fault && 'damage' in fault && fault.damage === 'request') damageMiddle(body);
  const upstream = await ask(target, incoming, body);
  if (fault && 'reset' in fault) {
    await buffer(upstream);
    incoming.socket.resetAndDestroy();
    return;
  }
  if (fault && 'delayMs' in fault) await sleep(fault.delayMs);
  const headers = without(['connection'], upstream.rawHeaders);
  if (fault && 'truncateAt' in fault) {
    const whole = await buffer(upstream);
    const announced = ['content-length', `${whole.length}`];
    outgoing.writeHead(upstream.statusCode ?? 502, [...without(FRAMING, headers), ...announced]);
    outgoing.write(whole.subarray(0, fault.truncateAt), () => incoming.socket.destroy());
    return;
  }
  outgoing.writeHead(upstream.statusCode ?? 502, headers);
  if (fault && 'damage' in fault && fault.damage === 'answer') {
    outgoing.end(damageMiddle(await buffer(upstream)));
    return;
  }
  await pipeline(upstream, outgoing);
}

function damageMiddle(body: Buffer): Buffer {
  const at = body.length >> 1;
  body[at] = (body[at] ?? 0) ^ 1;
  return body;
}

async function ask(
  target: string,
  incoming: http.IncomingMessage,
  body: Buffer,
): Promise<http.IncomingMessage> {
  const { method = 'GET', url = '/', rawHeaders } = incoming;
  const { hostname, port } = new URL(target);
  const headers = [
    ...without([...FRAMING, 'connection'], rawHeaders),
    ...(body.length > 0 ? ['content-length', `${body.length}`] : []),
  ];
  const request = http.request({ hostname, port, method, path: url, headers, agent: false });
  request.end(body);
  const [response] = await once(request, 'response');
  return response as http.IncomingMessage;
}

const FRAMING = ['content-length', 'transfer-encoding'];

/** @param rawHeaders names and values in turn */
function without(names: readonly string[], rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, i) => !names.includes((rawHeaders[i - (i % 2)] ?? '').toLowerCase()));
}
