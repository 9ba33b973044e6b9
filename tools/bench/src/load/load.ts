import { Connection } from './connection';

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  /** The next request, or undefined when there are no more. */
  readonly next: () => Buffer | undefined;
  readonly durationMs: number;
}

export interface LoadResult {
  /** Answers with a status below 300, per second. */
  readonly perSecond: number;
  readonly byStatus: Record<string, number>;
  /** Milliseconds of each answer. */
  readonly latencies: readonly number[];
}

/** Sends ready-made requests over keep-alive connections, each of which waits for its answer before it sends again. */
export async function load({ port, connections, next, durationMs }: LoadOptions): Promise<LoadResult> {
  const startedMs = performance.now();
  const byStatus: Record<string, number> = {};
  const latencies: number[] = [];
  const run = async () => {
    const connection = new Connection(port);
    try {
      while (performance.now() - startedMs < durationMs) {
        const bytes = next();
        if (bytes === undefined) return;
        const sentMs = performance.now();
        const { status } = await connection.ask(bytes);
        latencies.push(performance.now() - sentMs);
        byStatus[status] = (byStatus[status] ?? 0) + 1;
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, run));
  const good = Object.entries(byStatus).reduce((sum, [status, count]) => sum + (Number(status) < 300 ? count : 0), 0);
  return { perSecond: (good * 1000) / (performance.now() - startedMs), byStatus, latencies };
}
