const CALLS_MAX = 10_000;

/** One POST that reached the Graph API, whatever came of it. */
export interface GraphCall {
  readonly atMs: number;
  readonly version: string;
  readonly phoneNumberId: string;
  readonly body: unknown;
  readonly reference?: string;
  /** `no-answer`: accepted, but the caller was never told. */
  outcome: 'accepted' | 'refused' | 'no-answer' | 'running';
  code?: number;
  wamid?: string;
}

/** The last 10 000 calls and, for each mark of the business, how often it was asked for and taken. */
export class CallLog {
  private calls: GraphCall[] = [];
  private total = 0;

  add(call: GraphCall): GraphCall {
    this.total++;
    this.calls.push(call);
    if (this.calls.length > CALLS_MAX * 1.1) this.calls = this.calls.slice(-CALLS_MAX);
    return call;
  }

  list(filter: { reference?: string | undefined; phoneNumberId?: string | undefined; limit: number }): readonly GraphCall[] {
    return this.calls
      .filter(({ reference }) => filter.reference === undefined || reference === filter.reference)
      .filter(({ phoneNumberId }) => filter.phoneNumberId === undefined || phoneNumberId === filter.phoneNumberId)
      .slice(-filter.limit);
  }

  /** By `biz_opaque_callback_data`; `accepted` above 1 means that the customer got the message twice. */
  counts(): Record<string, { calls: number; accepted: number }> {
    const counts: Record<string, { calls: number; accepted: number }> = {};
    for (const { reference, wamid } of this.calls) {
      if (reference === undefined) continue;
      const count = (counts[reference] ??= { calls: 0, accepted: 0 });
      count.calls++;
      if (wamid) count.accepted++;
    }
    return counts;
  }

  get received(): number {
    return this.total;
  }

  clear(): void {
    this.calls = [];
    this.total = 0;
  }
}
