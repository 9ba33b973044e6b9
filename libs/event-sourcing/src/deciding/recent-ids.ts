const KEPT_MAX = 2_000;

/** The ids that a stream got last. Only ever grows by what the store holds, so that all versions of a state may share it. */
export class RecentIds {
  private readonly ids = new Set<string>();

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(id: string): void {
    this.ids.add(id);
    if (this.ids.size <= KEPT_MAX) return;
    const [oldest] = this.ids;
    if (oldest !== undefined) this.ids.delete(oldest);
  }
}
