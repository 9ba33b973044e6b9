import { type ChannelInbound, inboundKey, type InboundNotice } from '@parley/contracts';
import type { NewRecord } from '@parley/event-sourcing';
import { ContactBook } from './customer';
import { type JsonObject, object, text, word } from './json';
import { type Arrival, message } from './message';
import { deliveryError, status } from './status';

type Inbound = NewRecord & { readonly value: ChannelInbound };

/**
 * Everything in the body of one webhook as records for `channel.inbound.v1`, each item once and in its order, and one at least.
 *
 * Never throws: what cannot be read is a notice with the reason and the whole of it.
 */
export function normalise(body: unknown, receivedAt: string): Inbound[] {
  const entries = object(body)?.['entry'];
  if (!Array.isArray(entries) || entries.length === 0) return [notice({ field: 'unknown', reason: 'the body has no entries', receivedAt, raw: body })];
  const records: Inbound[] = [];
  for (const entry of entries) {
    const changes = object(entry)?.['changes'];
    if (!Array.isArray(changes) || changes.length === 0)
      records.push(notice({ field: 'unknown', reason: 'the entry has no changes', receivedAt, raw: entry }));
    else for (const change of changes) readChange(change, receivedAt, records);
  }
  return records;
}

function readChange(change: unknown, receivedAt: string, records: Inbound[]): void {
  const field = text(object(change)?.['field']);
  const value = object(object(change)?.['value']);
  const phoneNumberId = word(object(value?.['metadata'])?.['phone_number_id']);
  const about = { field: field ?? 'unknown', receivedAt, ...(phoneNumberId !== undefined && { phoneNumberId }) };
  if (field === undefined) records.push(notice({ ...about, reason: 'the change names no field', raw: change }));
  else if (field !== 'messages') records.push(notice({ ...about, raw: change }));
  else if (!value) records.push(notice({ ...about, reason: 'the change has no value', raw: change }));
  else if (phoneNumberId === undefined) records.push(notice({ ...about, reason: 'the change names no business number', raw: change }));
  else if (!readValue(value, { ...about, phoneNumberId }, records))
    records.push(notice({ ...about, reason: 'the change holds no messages, statuses or errors', raw: change }));
}

type About = Pick<InboundNotice, 'field' | 'receivedAt'> & { phoneNumberId: string };

/** Answers whether the value held anything. */
function readValue(value: JsonObject, about: About, records: Inbound[]): boolean {
  const before = records.length;
  const arrival: Arrival = { ...about, contacts: new ContactBook(value['contacts']) };
  for (const [item, raw] of items(value, 'messages', about, records)) {
    const read = message(item, arrival);
    if (typeof read === 'string') records.push(notice({ ...about, reason: read, raw }));
    else records.push({ key: inboundKey(about.phoneNumberId, read.customer), value: read });
  }
  for (const [item, raw] of items(value, 'statuses', about, records)) {
    const read = status(item, arrival);
    records.push(typeof read === 'string' ? notice({ ...about, reason: read, raw }) : read);
  }
  for (const [, raw] of items(value, 'errors', about, records))
    records.push(notice({ ...about, reason: `WhatsApp reports error ${deliveryError(raw).code}`, raw }));
  return records.length > before;
}

/** The objects of `value[name]`; whatever else is there becomes a notice. */
function* items(value: JsonObject, name: string, about: About, records: Inbound[]): Generator<[JsonObject, unknown]> {
  const list = value[name];
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) return void records.push(notice({ ...about, reason: `${name} is not a list`, raw: list }));
  for (const raw of list) {
    const item = object(raw);
    if (item) yield [item, raw];
    else records.push(notice({ ...about, reason: `an element of ${name} is not an object`, raw }));
  }
}

function notice(about: Omit<InboundNotice, 'kind'>): Inbound {
  return { key: inboundKey(about.phoneNumberId ?? '', {}), value: { kind: 'notice', ...about } };
}
