import type { ConversationEvent } from '@parley/contracts';
import { conversationIdOf } from '@parley/conversation/domain';
import type { Facts } from '@parley/wrap-up-reporting/domain';
import type { Log } from '../plumbing/log';
import { must } from '../engine/violation';

/** Counts the log the slow way and compares it with what reports hold. */
export function checkReports(log: Log, facts: Facts): void {
  const streams = log.streamsOf('conversation');
  must(facts.conversations.size === streams.length, 'reports-true', () => `${facts.conversations.size} conversations counted, ${streams.length} in the log`);
  for (const stream of streams) {
    const id = conversationIdOf(stream);
    const events = log.read(stream).map(({ data }) => data as ConversationEvent);
    const expected = JSON.stringify(recount(events));
    const counted = JSON.stringify(reported(facts, id));
    must(expected === counted, 'reports-true', () => `${id}: ${counted} is reported, ${expected} is in the log`);
  }
}

function recount(events: readonly ConversationEvent[]) {
  const count = (type: ConversationEvent['type']) => events.filter((event) => event.type === type).length;
  const ended = events.find((event) => event.type === 'Ended');
  const outcomes = { Accepted: 'accepted', OfferMissed: 'missed', OfferRejected: 'rejected', OfferWithdrawn: 'withdrawn' } as const;
  const offers = events.flatMap((event) => (event.type in outcomes && 'offerId' in event ? [`${event.offerId} ${outcomes[event.type as keyof typeof outcomes]}`] : []));
  const made = events.flatMap((event) => (event.type === 'Offered' ? [event.offerId] : []));
  return {
    in: count('MessageReceived'),
    out: count('MessageSent'),
    offers: count('Offered'),
    missed: count('OfferMissed'),
    transfers: count('TransferRequested'),
    conferences: count('ConferenceJoined'),
    ended: ended?.type === 'Ended' ? [ended.reason, ended.endedAt] : null,
    outcomes: made.map((offerId) => offers.find((text) => text.startsWith(offerId)) ?? `${offerId} open`).sort(),
    dropped: events.flatMap((event) => (event.type === 'TransferDropped' ? [event.transferId] : [])).sort(),
    isTransferPending: isTransferPending(events),
    reasons: events.flatMap((event) => (event.type === 'WrapUpApplied' ? [`${event.legId} ${event.reasonId} ${event.automatic}`] : [])).sort(),
  };
}

/** Whether one was requested, and neither accepted nor dropped since; a supervisor's offer of their own is accepted without a request. */
function isTransferPending(events: readonly ConversationEvent[]): boolean {
  const last = events.findLast((event) => ['TransferRequested', 'TransferDropped'].includes(event.type) || (event.type === 'Accepted' && event.kind === 'transfer'));
  return last?.type === 'TransferRequested';
}

function reported({ conversations, legs, offers, transfers }: Facts, id: string): ReturnType<typeof recount> | undefined {
  const row = conversations.get(id);
  if (!row) return undefined;
  const own = <Row extends { readonly conversation_id: string }>(rows: ReadonlyMap<string, Row>) => [...rows.values()].filter(({ conversation_id }) => conversation_id === id);
  return {
    in: row.messages_in,
    out: row.messages_out,
    offers: row.offers,
    missed: row.offers_missed,
    transfers: row.transfers,
    conferences: row.conferences,
    ended: row.ended_at && row.end_reason ? ([row.end_reason, row.ended_at] as never) : null,
    outcomes: own(offers).map(({ offer_id, outcome }) => `${offer_id} ${outcome}`).sort(),
    dropped: own(transfers).flatMap(({ transfer_id, outcome }) => (outcome === 'dropped' ? [transfer_id] : [])).sort(),
    isTransferPending: own(transfers).some(({ outcome }) => outcome === 'open'),
    reasons: own(legs).flatMap(({ leg_id, reason_id, automatic }) => (reason_id === null ? [] : [`${leg_id} ${reason_id} ${automatic}`])).sort(),
  };
}
