import type { CustomerIdentity } from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';

/** Every id by which WhatsApp may call this customer, the most lasting first. */
export const aliasesOf = ({ bsuid, phone, parentBsuid }: CustomerIdentity): readonly string[] =>
  [bsuid, phone, parentBsuid].filter((alias): alias is string => !!alias);

/** Who the customer is when `known` aliases lead where they do; a new customer is named by their most lasting alias. */
export function customerIdFor(aliases: readonly string[], known: ReadonlyMap<string, string>): string {
  for (const alias of aliases) {
    const customerId = known.get(alias);
    if (customerId) return customerId;
  }
  return derivedId('customer', aliases[0] ?? '');
}

/** S-05: the name on the profile, else the user name; '' where WhatsApp tells neither. */
export const toldName = ({ name, username }: CustomerIdentity): string => name?.trim() || (username ? `@${username.replace(/^@/, '')}` : '');
