import type { ConversationEvent, ConversationView } from '@parley/contracts';
import { conversationStream, type conversationDecider } from '@parley/conversation/domain';
import { evolveRouting, type Roster, type RoutingEvent, RoutingState, takeSnapshot } from '@parley/routing/domain';
import { must } from '../engine/violation';
import type { Log } from '../plumbing/log';

/** Keeps what was served at each revision, and folds everything again from the first event to compare. */
export class ReplayAudit {
  private readonly views = new Map<string, Map<number, string>>();
  private readonly routing = new Map<number, string>();

  served = (conversationId: string, revision: number, view: ConversationView): void => {
    const text = JSON.stringify(view);
    const known = this.views.get(conversationId) ?? new Map<number, string>();
    this.views.set(conversationId, known);
    must(!known.has(revision) || known.get(revision) === text, 'replay-is-equal', () => `${conversationId} at ${revision}: ${known.get(revision)} and ${text}`);
    known.set(revision, text);
  };

  servedRouting = (state: RoutingState): void => {
    const text = textOf(state);
    const known = this.routing.get(state.revision);
    must(known === undefined || known === text, 'replay-is-equal', () => `routing at ${state.revision}: ${known} and ${text}`);
    this.routing.set(state.revision, text);
  };

  check(log: Log, decider: ReturnType<typeof conversationDecider>, roster: Roster): void {
    for (const [conversationId, served] of this.views) {
      const stream = conversationStream(conversationId);
      let state = decider.initial;
      for (const { data, revision } of log.read(stream)) {
        state = decider.evolve(state, data as ConversationEvent, { stream, revision });
        const text = served.get(revision);
        must(text === undefined || text === JSON.stringify(state.view), 'replay-is-equal', () => `${conversationId} at ${revision}: ${text} was served, ${JSON.stringify(state.view)} is replayed`);
      }
    }
    const state = new RoutingState(roster);
    for (const { data, revision } of log.streamsOf('routing').flatMap((stream) => log.read(stream))) {
      evolveRouting(state, data as RoutingEvent, revision);
      const text = this.routing.get(revision);
      must(text === undefined || text === textOf(state), 'replay-is-equal', () => `routing at ${revision}: ${text} was served, ${textOf(state)} is replayed`);
    }
  }
}

/** A snapshot's lists have no order of their own. */
function textOf(state: RoutingState): string {
  const parts = Object.entries(takeSnapshot(state)).map(([name, part]) => [name, Array.isArray(part) ? part.map((one) => JSON.stringify(one)).sort() : part]);
  return JSON.stringify(parts);
}
