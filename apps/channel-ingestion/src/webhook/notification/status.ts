import { type DeliveryError, inboundKey, type InboundStatus } from '@parley/contracts';
import { recipient } from './customer';
import { instant } from './instant';
import { type JsonObject, object, text, word } from './json';
import type { Arrival } from './message';

/** One element of `value.statuses[]` and its key, or why it cannot be read as one. */
export function status(raw: JsonObject, arrival: Arrival): { key: string; value: InboundStatus } | string {
  const { phoneNumberId, receivedAt, contacts } = arrival;
  const wamid = text(raw['id']);
  const said = text(raw['status']);
  if (wamid === undefined) return 'the status names no message';
  if (said === undefined) return 'the status says nothing';
  const value: InboundStatus = {
    kind: 'status',
    phoneNumberId,
    wamid,
    status: said,
    channelTimestamp: instant(raw['timestamp']) ?? receivedAt,
    receivedAt,
    raw,
  };
  const reference = text(raw['biz_opaque_callback_data']);
  if (reference !== undefined) value.reference = reference;
  const errors = Array.isArray(raw['errors']) ? raw['errors'].map(deliveryError) : [];
  if (errors.length > 0) value.errors = errors;
  return { key: inboundKey(phoneNumberId, recipient(raw, contacts)), value };
}

/** `error_data` may be absent, an object or a string. */
export function deliveryError(element: unknown): DeliveryError {
  const error = object(element) ?? {};
  const data = error['error_data'];
  const message = text(object(data)?.['details']) ?? text(data) ?? text(error['message']) ?? text(error['title']) ?? '';
  return { code: word(error['code']) ?? 'unknown', message };
}
