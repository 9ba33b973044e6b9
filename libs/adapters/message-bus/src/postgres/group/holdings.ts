import type { AssignedPartition } from './membership';
import type { OwnedPartition } from './owned-partition';
import type { GroupView } from './share';

interface Place {
  readonly topicId: number;
  readonly partition: number;
}

const placeOf = ({ topicId, partition }: Place): string => `${topicId}/${partition}`;

/** The partitions that one member reads, or still ends a batch of. */
export class Holdings {
  private readonly owned = new Map<string, OwnedPartition>();
  /** Lost while a batch was running: not to be claimed before it has ended, or the partition had two readers here. */
  private readonly lost = new Map<string, OwnedPartition>();

  get all(): readonly OwnedPartition[] {
    return [...this.owned.values(), ...this.lost.values()];
  }

  add(partition: OwnedPartition): void {
    this.owned.set(placeOf(partition), partition);
  }

  get(place: Place): OwnedPartition | undefined {
    return this.owned.get(placeOf(place));
  }

  remove(partitions: readonly OwnedPartition[]): void {
    for (const partition of partitions) this.owned.delete(placeOf(partition));
  }

  /** Gives up what the table no longer shows as `member`'s. */
  dropLost(member: string, { partitions }: GroupView<AssignedPartition>): void {
    const kept = new Set(partitions.filter(({ owner }) => owner === member).map((row) => `${placeOf(row)} ${row.epoch}`));
    for (const [place, partition] of this.owned) {
      if (kept.has(`${place} ${partition.epoch}`)) continue;
      this.owned.delete(place);
      if (partition.ended) continue;
      this.lost.set(place, partition);
      void partition.giveUp().then(() => this.lost.delete(place));
    }
  }

  /** The view with what only we know: ours without a reader is free, and what we are giving up comes last. */
  complete(member: string, view: GroupView<AssignedPartition>): GroupView<AssignedPartition> {
    const partitions = view.partitions
      .filter((row) => !this.lost.has(placeOf(row)) || row.owner !== null)
      .map((row) => (row.owner === member && !this.owned.has(placeOf(row)) ? { ...row, owner: null } : row));
    const isLeaving = (row: Place) => Number(this.get(row)?.isGivenUp ?? false);
    return { members: view.members, partitions: partitions.sort((a, b) => isLeaving(a) - isLeaving(b)) };
  }

  /** True when the partition may get a reader here. */
  isFree(place: Place): boolean {
    return !this.owned.has(placeOf(place)) && !this.lost.has(placeOf(place));
  }
}
