import type { Pool, PoolClient } from 'pg';

/** Anything that runs a query: a pool, or the connection of a transaction. */
export type Queryable = Pick<PoolClient, 'query'>;

/** Everything that `work` did on `tx` is committed, or nothing; a connection that is broken is not used again. */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    tx.release();
    return result;
  } catch (error) {
    await tx.query('rollback').then(
      () => tx.release(),
      () => tx.release(true),
    );
    throw error;
  }
}
