import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { POOL } from '../tokens';

/** The newest episode of each thread, as far as anyone noted it: a hint that saves a search, the streams decide. */
@Injectable()
export class ThreadDirectory {
  private readonly remembered = new LRUCache<string, number>({ max: 50_000 });

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Reads what is not remembered, all at once. */
  async prepare(threadIds: readonly string[]): Promise<void> {
    const unknown = threadIds.filter((id) => !this.remembered.has(id));
    if (unknown.length === 0) return;
    const { rows } = await this.pool.query<{ thread_id: string; episode: number }>(
      'select thread_id, episode from thread where thread_id = any($1)',
      [unknown],
    );
    for (const { thread_id, episode } of rows) this.remembered.set(thread_id, episode);
  }

  /** 0 when no conversation of the thread is known. */
  episode(threadId: string): number {
    return this.remembered.get(threadId) ?? 0;
  }

  async note(episodes: ReadonlyMap<string, number>): Promise<void> {
    const news = [...episodes].filter(([threadId, episode]) => this.episode(threadId) !== episode);
    if (news.length === 0) return;
    await this.pool.query(
      `insert into thread (thread_id, episode) select * from unnest($1::text[], $2::int[])
       on conflict (thread_id) do update set episode = greatest(thread.episode, excluded.episode)`,
      [news.map(([threadId]) => threadId), news.map(([, episode]) => episode)],
    );
    for (const [threadId, episode] of news) this.remembered.set(threadId, episode);
  }
}
