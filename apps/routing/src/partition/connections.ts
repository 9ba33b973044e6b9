/** The live streams of an agent who has had one. */
export interface Connection {
  readonly agentId: string;
  /** The gateways on which one is open. */
  readonly gatewayIds: readonly string[];
  /** Since then there is none. */
  readonly lostAtMs?: number;
}

/** Who has a live stream where, as the gateways say. Who never had one is not here. Changed in place, by `evolve` alone. */
export class Connections {
  readonly byAgent = new Map<string, Connection>();
  /** When each gateway was last heard of, as far as it was written down. */
  readonly heardAtMs = new Map<string, number>();

  isOn(agentId: string, gatewayId: string): boolean {
    return this.byAgent.get(agentId)?.gatewayIds.includes(gatewayId) ?? false;
  }

  /** Agents with a live stream on the gateway. */
  on(gatewayId: string): readonly string[] {
    return [...this.byAgent.values()].filter(({ gatewayIds }) => gatewayIds.includes(gatewayId)).map(({ agentId }) => agentId);
  }

  lostAtMs(agentId: string): number | undefined {
    return this.byAgent.get(agentId)?.lostAtMs;
  }

  open(agentId: string, gatewayId: string): void {
    const others = this.byAgent.get(agentId)?.gatewayIds.filter((id) => id !== gatewayId) ?? [];
    this.byAgent.set(agentId, { agentId, gatewayIds: [...others, gatewayId] });
  }

  close(agentId: string, gatewayId: string, atMs: number): void {
    const known = this.byAgent.get(agentId);
    if (!known) return;
    const gatewayIds = known.gatewayIds.filter((id) => id !== gatewayId);
    this.byAgent.set(agentId, { ...known, gatewayIds, ...(gatewayIds.length === 0 && { lostAtMs: known.lostAtMs ?? atMs }) });
  }

  /** The time without a stream is counted from `atMs`. */
  countFrom(agentId: string, atMs: number): void {
    const known = this.byAgent.get(agentId);
    if (known?.lostAtMs !== undefined) this.byAgent.set(agentId, { ...known, lostAtMs: atMs });
  }
}
