import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

interface TcpProxy {
  /** Host and port. */
  readonly address: string;
  /** How many there were since the start. */
  connections(): number;
  /** Bytes that the server sent since the start, as far as they were taken. */
  received(): number;
  /** Cuts each connection once the server has sent so many bytes through it; from now on, so often. */
  cutAfter(bytes: number, times: number): void;
  stop(): Promise<void>;
}

/** Passes connections on to another server, whatever they carry. @param target host and port */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let [connections, received] = [0, 0];
  let cut = { bytes: 0, times: 0 };
  const server = net.createServer((incoming) => {
    connections++;
    const outgoing = net.connect(Number(port), host);
    const end = () => {
      incoming.destroy();
      outgoing.destroy();
    };
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    let own = 0;
    outgoing.on('data', (chunk) => {
      received += chunk.length;
      own += chunk.length;
      if (cut.times > 0 && own > cut.bytes) {
        cut = { ...cut, times: cut.times - 1 };
        end();
      }
    });
    incoming.pipe(outgoing);
    outgoing.pipe(incoming);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    received: () => received,
    cutAfter: (bytes, times) => {
      cut = { bytes, times };
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
