import type { Pool } from 'pg';
import { SNAPSHOT_VERSION } from '../partition/snapshot';
import type { Saved } from './durable-state';

/** The newest snapshot of each routing partition. Losing one costs time, nothing else. */
export class RoutingSnapshots {
  constructor(private readonly pool: Pool) {}

  /** Nothing when there is none, or only one that another version of this program wrote. */
  async load(partition: string): Promise<Saved | undefined> {
    const { rows } = await this.pool.query<{ eventId: string; state: Saved['state'] }>(
      'select event_id as "eventId", state from snapshot where partition = $1 and version = $2',
      [partition, SNAPSHOT_VERSION],
    );
    return rows[0];
  }

  async save(partition: string, { eventId, state }: Saved): Promise<void> {
    await this.pool.query(
      `insert into snapshot (partition, version, revision, event_id, state) values ($1, $2, $3, $4, $5)
       on conflict (partition) do update
       set version = excluded.version, revision = excluded.revision, event_id = excluded.event_id, state = excluded.state, taken_at = now()
       where snapshot.version <> excluded.version or snapshot.revision < excluded.revision`,
      [partition, SNAPSHOT_VERSION, state.revision, eventId, JSON.stringify(state)],
    );
  }
}
