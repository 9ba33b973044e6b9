import type { PublishedAgentEvent } from '@parley/contracts';

/** One row of `agent_state_fact`: an agent was in one state, without a break. Keys are column names. */
export interface AgentSpell {
  readonly agent_id: string;
  /** Of the event that began it. */
  readonly position: number;
  readonly state: string;
  readonly reason: string | null;
  readonly started_at: string;
  /** Null for the present one. */
  readonly ended_at: string | null;
}

/**
 * The spells that begin or end with `events`, in which each agent's are in order. `present` holds the newest spell of each agent.
 *
 * An event that names the state which the agent is in already (a sign-in comes with a change of state) begins nothing; one that was
 * counted before changes nothing.
 */
export function changedSpells(present: ReadonlyMap<string, AgentSpell>, events: readonly PublishedAgentEvent[]): AgentSpell[] {
  const newest = new Map(present);
  const changed = new Map<string, AgentSpell>();
  const keep = (spell: AgentSpell) => changed.set(`${spell.agent_id}/${spell.position}`, spell);
  for (const published of events) {
    if (!namesState(published)) continue;
    const spell = begun(published);
    const last = newest.get(spell.agent_id);
    if (last && (last.position >= spell.position || isSame(last, spell))) continue;
    if (last) keep({ ...last, ended_at: spell.started_at });
    keep(spell);
    newest.set(spell.agent_id, spell);
  }
  return [...changed.values()];
}

const NAMING: ReadonlySet<string> = new Set(['AgentSignedIn', 'AgentStateChanged', 'AgentSignedOut']);
const namesState = ({ event }: PublishedAgentEvent) => NAMING.has(event.type);

const begun = ({ subject, position, event }: PublishedAgentEvent): AgentSpell => ({
  agent_id: subject,
  position,
  state: event.state.name,
  reason: event.state.reason ?? null,
  started_at: event.at,
  ended_at: null,
});

const isSame = (one: AgentSpell, other: AgentSpell) => one.state === other.state && one.reason === other.reason;
