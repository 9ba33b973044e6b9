import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../load/connection';
import { notificationBytes } from '../load/notifications';
import { NUMBERS } from '../product/bench-config';
import type { Desk } from '../product/desk';
import { gatewayPort, quiet, type Running } from '../product/running';
import { type Percentiles, percentiles } from '../report/statistics';
import { until } from '../until';

const MAX_TURN_MS = 5_000;
/** Messages on their way at once while the maximum is looked for. */
const ON_THEIR_WAY = 96;
const HALF_TURN_MS = 10_000;
const TICK_MS = 5;
const CONNECTIONS = 64;
const ARRIVE_WITHIN_MS = 30_000;

export interface LiveResult {
  /** Messages per second from the webhook to the agents' screens, with 96 on their way. */
  readonly maximum: number;
  /** Messages per second while latency was measured. */
  readonly load: number;
  readonly sent: number;
  /** Of those that were sent: never seen by their agent. */
  readonly missing: number;
  /** Milliseconds from the first byte of the webhook to the last byte of the agent's live event. */
  readonly latency: Percentiles;
}

/** Customers whose conversations agents hold write; every agent follows their live stream. */
export async function measureLive(running: Running, desk: Desk): Promise<LiveResult> {
  const writers = new Writers(running, desk);
  try {
    await writers.flood(1_000);
    await quiet(running);
    const maximum = await writers.flood(MAX_TURN_MS);
    await quiet(running);
    const load = maximum / 2;
    return { maximum, load, ...(await writers.steady(load, HALF_TURN_MS)) };
  } finally {
    writers.close();
  }
}

/** Writes as customers and waits for the agents to see it. */
class Writers {
  private readonly sentMs = new Map<string, number>();
  private latencies: number[] = [];
  private readonly idle: Connection[];
  private readonly phones: readonly string[];
  private next = 0;

  constructor(
    private readonly running: Running,
    desk: Desk,
  ) {
    this.idle = Array.from({ length: CONNECTIONS }, () => new Connection(gatewayPort(running)));
    this.phones = [...desk.held.values()].map(({ phone }) => phone);
    desk.onMessage = (text, atMs) => {
      const sentMs = this.sentMs.get(text);
      if (sentMs === undefined) return;
      this.sentMs.delete(text);
      this.latencies.push(atMs - sentMs);
    };
  }

  close(): void {
    for (const connection of this.idle) connection.close();
  }

  /** Messages per second when a new one goes out whenever one has arrived. */
  async flood(durationMs: number): Promise<number> {
    const startedMs = performance.now();
    this.latencies = [];
    while (performance.now() - startedMs < durationMs) {
      while (this.sentMs.size < ON_THEIR_WAY && this.idle.length > 0) this.write();
      await sleep(1);
    }
    const perSecond = (this.latencies.length * 1000) / (performance.now() - startedMs);
    await this.allArrived();
    return perSecond;
  }

  /** At a steady rate, whatever arrives. */
  async steady(perSecond: number, durationMs: number): Promise<{ sent: number; missing: number; latency: Percentiles }> {
    const startedMs = performance.now();
    this.latencies = [];
    let sent = 0;
    for (let nowMs = 0; nowMs < durationMs; nowMs = performance.now() - startedMs) {
      for (; sent < (nowMs * perSecond) / 1000 && this.idle.length > 0; sent++) this.write();
      await sleep(TICK_MS);
    }
    await this.allArrived();
    return { sent, missing: this.sentMs.size, latency: percentiles(this.latencies) };
  }

  private async allArrived(): Promise<void> {
    await until('every message is on a screen', ARRIVE_WITHIN_MS, () => this.sentMs.size === 0).catch(() => undefined);
  }

  private write(): void {
    const customer = Number(this.phones[this.next % this.phones.length]!.slice(4));
    const text = `live ${process.pid} ${this.next++}`;
    const bytes = notificationBytes({
      appSecret: this.running.appSecret,
      phoneNumberId: NUMBERS[customer % NUMBERS.length]!,
      customer,
      wamid: `wamid.${Buffer.from(text).toString('base64')}`,
      text,
    });
    const connection = this.idle.pop()!;
    this.sentMs.set(text, performance.now());
    connection.ask(bytes).then(
      () => this.idle.push(connection),
      () => this.idle.push(connection),
    );
  }
}
