import type { CustomerIdentity } from '@parley/contracts';
import { type JsonObject, object, text, word } from './json';

const PHONE = /^\+?\d[\d ().-]{3,24}$/;
const BSUID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/;

/** E.164 with a plus, from WhatsApp's digits; absent when it is none, e.g. a BSUID or a group id. */
export function phone(value: unknown): string | undefined {
  const given = word(value);
  return given !== undefined && PHONE.test(given) ? `+${given.replace(/\D/g, '')}` : undefined;
}

/** The people that a `value.contacts[]` describes, to be found by one of their ids. */
export class ContactBook {
  private readonly byUserId = new Map<string, JsonObject>();
  private readonly byPhone = new Map<string, JsonObject>();
  private readonly only: JsonObject | undefined;

  constructor(contacts: unknown) {
    const all = Array.isArray(contacts) ? contacts : [];
    for (const element of all) {
      const contact = object(element);
      if (!contact) continue;
      const userId = text(contact['user_id']);
      const number = phone(contact['wa_id']);
      if (userId !== undefined) this.byUserId.set(userId, contact);
      if (number !== undefined) this.byPhone.set(number, contact);
    }
    this.only = all.length === 1 ? object(all[0]) : undefined;
  }

  /** Who has one of these ids. */
  known({ bsuid, phone }: { bsuid: string | undefined; phone: string | undefined }): JsonObject | undefined {
    return (bsuid === undefined ? undefined : this.byUserId.get(bsuid)) ?? (phone === undefined ? undefined : this.byPhone.get(phone));
  }

  /** As {@link known}; else the only one there is, unless its BSUID is another's: phone and `wa_id` may differ for one person. */
  sender(ids: { bsuid: string | undefined; phone: string | undefined }): JsonObject | undefined {
    const found = this.known(ids);
    if (found || !this.only) return found;
    const theirs = text(this.only['user_id']);
    return ids.bsuid !== undefined && theirs !== undefined && theirs !== ids.bsuid ? undefined : this.only;
  }
}

/** Who wrote `message`; the message's own ids win over the contact's. */
export function sender(message: JsonObject, contacts: ContactBook): CustomerIdentity {
  if (message['type'] === 'system') return whoChanged(message, contacts);
  const from = text(message['from']);
  const bsuid = text(message['from_user_id']) ?? (from !== undefined && BSUID.test(from) ? from : undefined);
  const number = phone(from);
  const contact = contacts.sender({ bsuid, phone: number });
  return identity({
    phone: number ?? phone(contact?.['wa_id']),
    bsuid: bsuid ?? text(contact?.['user_id']),
    parentBsuid: text(message['from_parent_user_id']) ?? text(contact?.['parent_user_id']),
    contact,
  });
}

/** The customer as we knew them before the change; the new ids are in the message's `system`. */
function whoChanged(message: JsonObject, contacts: ContactBook): CustomerIdentity {
  const system = object(message['system']) ?? {};
  const number = phone(message['from']);
  const bsuid = text(system['previous_user_id']) ?? text(message['from_user_id']);
  const parentBsuid = text(system['previous_parent_user_id']) ?? text(message['from_parent_user_id']);
  const contact = contacts.known({ bsuid, phone: number });
  if (number !== undefined || bsuid !== undefined) return identity({ phone: number, bsuid, parentBsuid, contact });
  return identity({
    phone: phone(system['wa_id']) ?? phone(system['new_wa_id']),
    bsuid: text(system['user_id']),
    parentBsuid: text(system['parent_user_id']),
    contact,
  });
}

/** Who a status is about, as far as it says so: a failure often names the phone only, so the contact adds what it knows. */
export function recipient(status: JsonObject, contacts: ContactBook): { phone?: string; bsuid?: string } {
  const toGroup = status['recipient_type'] === 'group';
  const number = phone(status[toGroup ? 'recipient_participant_id' : 'recipient_id']);
  const bsuid = text(status[toGroup ? 'recipient_participant_user_id' : 'recipient_user_id']);
  const contact = contacts.known({ bsuid, phone: number });
  const { phone: thePhone, bsuid: theBsuid } = identity({
    phone: number ?? phone(contact?.['wa_id']),
    bsuid: bsuid ?? text(contact?.['user_id']),
  });
  return { ...(thePhone !== undefined && { phone: thePhone }), ...(theBsuid !== undefined && { bsuid: theBsuid }) };
}

interface Found {
  readonly phone: string | undefined;
  readonly bsuid: string | undefined;
  readonly parentBsuid?: string | undefined;
  readonly contact?: JsonObject | undefined;
}

function identity({ phone, bsuid, parentBsuid, contact }: Found): CustomerIdentity {
  const profile = object(contact?.['profile']);
  const name = text(profile?.['name']);
  const username = text(profile?.['username'])?.replace(/^@/, '');
  const found: CustomerIdentity = {};
  if (phone !== undefined) found.phone = phone;
  if (bsuid !== undefined) found.bsuid = bsuid;
  if (parentBsuid !== undefined) found.parentBsuid = parentBsuid;
  if (name !== undefined && name.trim() !== '') found.name = name;
  if (username !== undefined && username !== '') found.username = username;
  return found;
}
