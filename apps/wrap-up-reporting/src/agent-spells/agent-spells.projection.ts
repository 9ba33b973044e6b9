import { readAgentEvent } from '@parley/contracts';
import type { BusRecord } from '@parley/event-sourcing';
import type { Queryable } from '@parley/read-store';
import { readOrRefuse } from '../published';
import { saveRows } from '../rows.query';
import { type AgentSpell, changedSpells } from './agent-spell';

/** The agents' spells after `records`, in the transaction that moves the projection's offset: one read, one write. @throws Unprocessable */
export async function applyAgentEvents(tx: Queryable, records: readonly BusRecord[]): Promise<void> {
  const events = readOrRefuse(records, readAgentEvent);
  const present = await loadPresent(tx, [...new Set(events.map(({ subject }) => subject))]);
  await saveRows(tx, { table: 'agent_state_fact', key: ['agent_id', 'position'] }, changedSpells(present, events));
}

const LOAD = {
  name: 'load-present-spells',
  text: 'select row_to_json(f) as spell from agent_state_fact f where agent_id = any($1) and ended_at is null',
};

async function loadPresent(tx: Queryable, agentIds: readonly string[]): Promise<Map<string, AgentSpell>> {
  const { rows } = await tx.query<{ spell: AgentSpell }>({ ...LOAD, values: [agentIds] });
  return new Map(rows.map(({ spell }) => [spell.agent_id, spell]));
}
