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

  /** The new ids lead to the customer whom the old ones lead to; an id that leads to somebody already keeps doing so. */
  async link(changes: readonly { readonly from: CustomerIdentity; readonly to: CustomerIdentity }[]): Promise<void> {
    if (changes.length === 0) return;
    const customerIds = await this.resolve(changes.map(({ from }) => from));
    const links = changes.flatMap(({ to }, at) => aliasesOf(to).map((alias) => [alias, customerIds[at]!] as const));
    await this.insert(links);
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
    await this.insert([...missing]);
  }

  private async insert(links: readonly (readonly [string, string])[]): Promise<void> {
    if (links.length === 0) return;
    const aliases = links.map(([alias]) => alias);
    await this.pool.query(
      `insert into customer_alias (alias, customer_id) select distinct on (alias) * from unnest($1::text[], $2::text[]) as link (alias, customer_id)
       on conflict do nothing`,
      [aliases, links.map(([, customerId]) => customerId)],
    );
    await this.read(aliases);
  }

  private async read(aliases: readonly string[]): Promise<void> {
    const { rows } = await this.pool.query<{ alias: string; customer_id: string }>(
      'select alias, customer_id from customer_alias where alias = any($1)',
      [aliases],
    );
    for (const { alias, customer_id } of rows) this.remembered.set(alias, customer_id);
  }
}
