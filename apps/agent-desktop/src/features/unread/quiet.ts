/** So long after a sound no other one of the same conversation is heard. */
const QUIET_MS = 8_000;

/** Who writes much in a short time is heard once. */
export class Quiet {
  private readonly heardAtMs = new Map<string, number>();

  /** Whether `conversationId` may be heard again; from then on it is quiet for a while. */
  isOver(conversationId: string, nowMs: number): boolean {
    const heardAtMs = this.heardAtMs.get(conversationId);
    if (heardAtMs !== undefined && nowMs - heardAtMs < QUIET_MS) return false;
    this.heardAtMs.set(conversationId, nowMs);
    return true;
  }
}
