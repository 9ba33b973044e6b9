import type { AgentEvent, PublishedAgentEvent } from '@parley/contracts';
import fc from 'fast-check';
import { iso } from '../testing/story.spec-kit';
import { type AgentSpell, changedSpells } from './agent-spell';

type Name = AgentEvent['state']['name'];
const capacity = { max: 3, used: 0 };
const published = (subject: string, position: number, event: AgentEvent): PublishedAgentEvent => ({ id: `e-${position}`, subject, revision: position, position, time: iso(position), event });
function changed(position: number, name: Name, reason?: string, agentId = 'ana'): PublishedAgentEvent {
  const state = { name, since: iso(position), ...(reason && { reason }) };
  return published(agentId, position, { type: 'AgentStateChanged', agentId, state, capacity, previous: 'offline', by: { kind: 'agent', id: agentId }, at: iso(position) });
}
const reserved = (position: number): PublishedAgentEvent =>
  published('ana', position, { type: 'CapacityReserved', agentId: 'ana', state: { name: 'available', since: iso(1) }, capacity, offerId: 'o', conversationId: 'c', queueId: 'support', kind: 'queue', at: iso(position), until: iso(position + 60) });
const signedIn = (position: number): PublishedAgentEvent =>
  published('ana', position, { type: 'AgentSignedIn', agentId: 'ana', state: { name: 'available', since: iso(position) }, capacity, at: iso(position) });

/** All spells after `batches`, each on the rows that those before it left. */
function spellsAfter(...batches: PublishedAgentEvent[][]): AgentSpell[] {
  const rows = new Map<string, AgentSpell>();
  for (const events of batches) {
    const present = new Map([...rows.values()].filter(({ ended_at }) => ended_at === null).map((spell) => [spell.agent_id, spell]));
    for (const spell of changedSpells(present, events)) rows.set(`${spell.agent_id}/${spell.position}`, spell);
  }
  return [...rows.values()].sort((a, b) => a.agent_id.localeCompare(b.agent_id) || a.position - b.position);
}
const told = (spells: readonly AgentSpell[]) => spells.map(({ state, reason, started_at, ended_at }) => [state, reason, started_at, ended_at]);

describe('the spells of an agent', () => {
  it('each end where the next begins, and the last is the present one', () => {
    expect(told(spellsAfter([changed(1, 'available'), changed(2, 'idle', 'lunch'), changed(3, 'idle', 'call')], [changed(4, 'rona')]))).toEqual([
      ['available', null, iso(1), iso(2)],
      ['idle', 'lunch', iso(2), iso(3)],
      ['idle', 'call', iso(3), iso(4)],
      ['rona', null, iso(4), null],
    ]);
  });

  it('are not broken by a sign-in beside its change of state, nor by reservations', () => {
    expect(told(spellsAfter([signedIn(1), changed(2, 'available'), reserved(3)], [reserved(4), changed(5, 'available')]))).toEqual([['available', null, iso(1), null]]);
  });

  it('are each agent’s own', () => {
    expect(spellsAfter([changed(1, 'available'), changed(2, 'idle', 'lunch', 'ben'), changed(3, 'offline')])).toMatchObject([
      { agent_id: 'ana', state: 'available', ended_at: iso(3) },
      { agent_id: 'ana', state: 'offline', ended_at: null },
      { agent_id: 'ben', state: 'idle', ended_at: null },
    ]);
  });

  it('are the same in any batches, also when handled events come again; one is open for each agent', () => {
    const name = fc.constantFrom<Name>('available', 'idle', 'rona', 'offline');
    const agent = fc.constantFrom('ana', 'ben');
    const history = fc.array(fc.tuple(name, agent), { minLength: 1, maxLength: 30 }).map((steps) => steps.map(([state, agentId], at) => changed(at + 1, state, undefined, agentId)));
    fc.assert(
      fc.property(history, fc.nat(30), fc.nat(10), (events, cut, again) => {
        const spells = spellsAfter(events);
        expect(spellsAfter(events.slice(0, cut), events.slice(Math.max(0, cut - again)))).toEqual(spells);
        expect(spells.filter(({ ended_at }) => ended_at === null)).toHaveLength(new Set(events.map(({ subject }) => subject)).size);
      }),
    );
  });
});
