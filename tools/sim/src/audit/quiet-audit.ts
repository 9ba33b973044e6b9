import { type ConversationEvent, type ConversationView, evolveView } from '@parley/contracts';
import { conversationIdOf, opensConversation, timersOf } from '@parley/conversation/domain';
import { must } from '../engine/violation';
import type { Simulation } from '../simulation';
import type { ConversationAudit } from './conversation-audit';
import { checkReports } from './recount';
import type { RelayAudit } from './relay-audit';
import type { RoutingAudit } from './routing-audit';

export interface Audits {
  readonly conversations: ConversationAudit;
  readonly routing: RoutingAudit;
  readonly relay: RelayAudit;
}

/** Nothing is under way any more: what each part knows must be what the log says, and nothing may be stuck. */
export function checkWhenQuiet(simulation: Simulation, audits: Audits): void {
  checkNothingUnderWay(simulation, audits);
  checkPlaces(audits);
  checkServed(simulation);
  checkMessages(simulation, audits);
  checkReports(simulation.kernel.log, simulation.reporting.facts);
}

function checkNothingUnderWay({ kernel, conversation, consumers }: Simulation, { conversations, relay }: Audits): void {
  for (const { isDone, options } of consumers) must(isDone, 'nothing-stuck', () => `${options.group} does not read all of ${options.topic}`);
  const { timers } = conversation.readModel;
  must(timers.size === 0, 'nothing-stuck', () => `deadlines stay: ${JSON.stringify([...timers])}`);
  for (const it of conversations.all.values()) {
    must(it.offers.size === 0, 'nothing-stuck', () => `${it.conversationId} is offered for ever: ${JSON.stringify([...it.offers])}`);
    must(!it.request, 'nothing-stuck', () => `${it.conversationId} asks for a colleague for ever`);
    must([...it.legs.values()].every(({ state }) => state !== 'wrapping-up'), 'nothing-stuck', () => `${it.conversationId} is wrapped up for ever`);
    must(!it.ended || it.closed, 'nothing-stuck', () => `${it.conversationId} is never closed`);
    const published = relay.highest.get(it.conversationId);
    const last = kernel.log.read(`conversation-${it.conversationId}`).length - 1;
    must(published === last, 'relay-in-order', () => `${it.conversationId} is at ${last}, published up to ${published}`);
  }
}

/** Across streams: taken places are legs that are not done, and what routing lets wait is what waits. */
function checkPlaces({ conversations, routing }: Audits): void {
  const legs = [...conversations.all.values()].flatMap(({ conversationId, legs }) => [...legs].filter(([, { state }]) => state !== 'closed').map(([legId, { agentId }]) => `${legId} ${conversationId} ${agentId}`));
  const places = [...routing.held].map(([offerId, { conversationId, agentId, committed }]) => `${offerId} ${conversationId} ${agentId}${committed ? '' : ' reserved'}`);
  must(same(legs, places), 'places-are-legs', () => `legs ${legs.join(', ')}; places ${places.join(', ')}`);
  const waits = [...conversations.all.values()].flatMap(({ waiting }) => [waiting.own, waiting.conference].flatMap((entry) => (entry ? [entry.entryId] : [])));
  must(same(waits, [...routing.waiting.keys()]), 'nothing-stuck', () => `${waits.join(', ')} wait, routing knows ${[...routing.waiting.keys()].join(', ')}`);
  routing.checkNobodyIdle();
}

function checkServed({ kernel, conversation, routing }: Simulation): void {
  const { log } = kernel;
  for (const stream of log.streamsOf('conversation')) {
    const conversationId = conversationIdOf(stream);
    let view: ConversationView | undefined;
    for (const { data, revision } of log.read(stream)) view = evolveView(view, data as ConversationEvent, { conversationId, revision });
    const shown = conversation.readModel.views.get(conversationId);
    must(JSON.stringify(shown) === JSON.stringify(view), 'read-model-true', () => `${JSON.stringify(shown)} is shown, ${JSON.stringify(view)} is true`);
    must(timersOf(view!).length === 0, 'nothing-stuck', () => `${conversationId} waits for ${JSON.stringify(timersOf(view!))}`);
  }
  const { state: committed } = routing.nodes[0]!;
  for (const [agentId, { event }] of routing.agents) {
    const known = { state: committed.stateOf(agentId), capacity: committed.capacityOf(agentId) };
    const shown = { state: event.state, capacity: event.capacity };
    must(JSON.stringify(shown) === JSON.stringify(known), 'read-model-true', () => `${agentId}: ${JSON.stringify(shown)} is shown, ${JSON.stringify(known)} is true`);
  }
}

function checkMessages({ channel }: Simulation, { conversations }: Audits): void {
  for (const [wamid, message] of channel.acknowledged)
    must(conversations.received.has(wamid) || !opensConversation(message), 'nothing-lost', () => `${wamid} was taken and is in no conversation`);
  const statuses = new Map([...conversations.all.values()].flatMap((it) => [...it.statuses]));
  for (const [messageId, word] of channel.said)
    must(statuses.get(messageId) === word, 'nothing-lost', () => `${messageId} is ${statuses.get(messageId)}, WhatsApp said ${word}`);
}

const same = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join();
