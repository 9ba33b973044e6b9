import { backOff, pause } from '@parley/event-sourcing';
import { SERVICE_TOKEN_HEADER } from '@parley/service-kit';
import type { Upstream } from '../upstream/upstream.client';

const TIMEOUT_MS = 2_000;
/** Routing takes a gateway for gone that it has not heard of for minutes. */
const TELL_ALL_EVERY_MS = 20_000;
/** More changes than this are told as a whole. */
const ONE_BY_ONE_MAX = 20;

export interface Presence {
  /** Agents who have a live stream here. */
  present(): readonly string[];
  isPresent(agentId: string): boolean;
}

export interface PresenceReportParts {
  readonly routing: Pick<Upstream, 'ask'>;
  readonly serviceToken: string;
  readonly gatewayId: string;
  readonly presence: Presence;
  readonly onTrouble: (error: unknown) => void;
  /** Routing knows something new. */
  readonly onTold?: () => void;
  /** For tests. */
  readonly tellAllEveryMs?: number;
}

/**
 * Tells routing who has a live stream on this gateway: all at the start and now and then, and each change at once.
 *
 * What is told is what is true when it is told, one call after the other, so a late answer never brings an old state back. What cannot
 * be told is tried again with a growing pause, then as a whole.
 */
export class PresenceReports {
  private readonly changed = new Set<string>();
  private readonly stopping = new AbortController();
  private waking = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isWholeDue = true;

  constructor(private readonly parts: PresenceReportParts) {}

  start(): void {
    this.running = this.run();
  }

  /** The agent has a stream now, or none any more. */
  noteChange(agentId: string): void {
    this.changed.add(agentId);
    this.waking.abort();
  }

  /** Tells once more what is true, if routing answers; then nothing more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waking.abort();
    await this.running;
    await this.tellAll().catch(this.parts.onTrouble);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.tell();
        this.parts.onTold?.();
        failures = 0;
      } catch (error) {
        this.isWholeDue = true;
        failures += 1;
        if (failures === 1) this.parts.onTrouble(error);
        await backOff(failures, signal);
        continue;
      }
      await this.untilSomethingIsDue();
    }
  }

  private async untilSomethingIsDue(): Promise<void> {
    if (this.stopping.signal.aborted || this.changed.size > 0) return;
    this.waking = new AbortController();
    await pause(this.parts.tellAllEveryMs ?? TELL_ALL_EVERY_MS, this.waking.signal);
    if (this.changed.size === 0) this.isWholeDue = true;
  }

  private async tell(): Promise<void> {
    if (this.isWholeDue || this.changed.size > ONE_BY_ONE_MAX) return this.tellAll();
    const { presence, gatewayId } = this.parts;
    for (const agentId of [...this.changed]) {
      this.changed.delete(agentId);
      await this.post(`/internal/agents/${encodeURIComponent(agentId)}/connection`, { gatewayId, connected: presence.isPresent(agentId) });
    }
  }

  private async tellAll(): Promise<void> {
    const { presence, gatewayId } = this.parts;
    this.changed.clear();
    this.isWholeDue = false;
    await this.post(`/internal/gateways/${encodeURIComponent(gatewayId)}/connections`, { agentIds: presence.present() });
  }

  private async post(path: string, json: object): Promise<void> {
    const headers = { [SERVICE_TOKEN_HEADER]: this.parts.serviceToken };
    const { status } = await this.parts.routing.ask(path, { method: 'POST', headers, timeoutMs: TIMEOUT_MS, json });
    if (status >= 300) throw new Error(`routing gave ${status} to POST ${path}`);
  }
}
