import { Inject, Injectable } from '@nestjs/common';
import type { CustomerIdentity } from '@parley/contracts';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import { aliasesOf, customerIdFor } from './customers';

const REMEMBERED_MAX = 50_000;

/** Phone, BSUID and parent BSUID of one person lead to one customer id, whoever asks first and in whichever order they come. */
@Injectable()
export class CustomerDirectory {
  /** An alias never changes its customer, so what was read once stays true. */
  private readonly remembered = new LRUCache<string, string>({ max: REMEMBERED_MAX });

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The customer id of each identity, in order; unknown aliases are added. */
  async resolve(identities: readonly CustomerIdentity[]): Promise<readonly string[]> {
    const aliases = identities.map(aliasesOf);
    const unknown = [...new Set(aliases.flat().filter((alias) => !this.remembered.has(alias)))];
    if (unknown.length > 0) await this.read(unknown);
    await this.add(aliases);
    return aliases.map((list) => customerIdFor(list, this.known(list)));
  }

  private known(aliases: readonly string[]): ReadonlyMap<string, string> {
    return new Map(
      aliases.flatMap((alias) => {
        const customerId = this.remembered.get(alias);
        return customerId ? [[alias, customerId] as const] : [];
      }),
    );
  }

  /** The database's word is final: a concurrent process may have added the same alias first. */
  private async add(identities: readonly (readonly string[])[]): Promise<void> {
    const missing = new Map<string, string>();
    for (const aliases of identities) {
      const customerId = customerIdFor(aliases, new Map([...missing, ...this.known(aliases)]));
      for (const alias of aliases) if (!this.remembered.has(alias) && !missing.has(alias)) missing.set(alias, customerId);
    }
    if (missing.size === 0) return;
    await this.pool.query(
      `insert into customer_alias (alias, customer_id) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
      [[...missing.keys()], [...missing.values()]],
    );
    await this.read([...missing.keys()]);
  }

  private async read(aliases: readonly string[]): Promise<void> {
    const { rows } = await this.pool.query<{ alias: string; customer_id: string }>(
      'select alias, customer_id from customer_alias where alias = any($1)',
      [aliases],
    );
    for (const { alias, customer_id } of rows) this.remembered.set(alias, customer_id);
  }
}
