/**
 * A server of its own for one journey: the real binary on a free port, with an empty data folder.
 *
 * It ends with the journey, and nothing else is ever ended: the process is the one started here.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const READY_MS_MAX = 20_000;
const READY_POLL_MS = 50;
const STOP_MS_MAX = 10_000;
const COMPLAINT_CHARS_MAX = 4_000;

export class Server {
  private printed = '';
  private process: ChildProcess;

  private constructor(
    readonly url: string,
    private readonly folder: string,
  ) {
    this.process = this.spawned(0);
  }

  static async start(): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'kosmos-journey-'));
    const server = new Server(`http://127.0.0.1:${await freePort()}`, folder);
    await server.ready();
    return server;
  }

  /** Goes on with the same data so many days later. */
  async rehearse(days: number): Promise<void> {
    await this.end();
    this.process = this.spawned(days);
    await this.ready();
  }

  async stop(): Promise<void> {
    try {
      await this.end();
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  private spawned(days: number): ChildProcess {
    const binary = process.env.KOSMOS_BIN;
    if (!binary) throw new Error('KOSMOS_BIN is not set. Run the journeys with: cargo xtask test --only journeys');
    const { host } = new URL(this.url);
    const child = spawn(binary, ['serve', '--data-dir', this.folder, '--listen', host, '--rehearsal-days', String(days)], {
      env: { ...process.env, KOSMOS_PUBLIC_URL: this.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        this.printed = (this.printed + bytes.toString()).slice(-COMPLAINT_CHARS_MAX);
      });
    }
    return child;
  }

  /** Ends politely; a server that does not listen is a finding, and is ended all the same. */
  private async end(): Promise<void> {
    if (this.hasEnded()) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), pause(STOP_MS_MAX, false)]);
    if (inTime) return;
    this.process.kill('SIGKILL');
    await ended;
    throw new Error(`The server did not end within ${STOP_MS_MAX} ms of SIGTERM:\n${this.printed}`);
  }

  private async ready(): Promise<void> {
    const until = performance.now() + READY_MS_MAX;
    while (performance.now() < until) {
      if (this.hasEnded()) throw new Error(`The server ended while starting:\n${this.printed}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(READY_POLL_MS);
    }
    await this.stop();
    throw new Error(`The server was not ready within ${READY_MS_MAX} ms:\n${this.printed}`);
  }

  private hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}
