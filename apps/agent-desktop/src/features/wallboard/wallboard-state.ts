import type { AgentOverview, AgentStateName, Wallboard, WallboardEvent, WallboardQueue } from '@parley/contracts';

/** What a supervisor is shown; `undefined` before the first snapshot. */
export type Shown = Wallboard | undefined;

/** The board after an event. Every event is whole, so the newest of the same queue, agent or day stands. */
export function evolveWallboard(board: Shown, { event, data }: WallboardEvent): Shown {
  if (event === 'snapshot') return data;
  if (!board) return board;
  switch (event) {
    case 'queue.updated':
      return { ...board, queues: replaced(board.queues, data, ({ queueId }) => queueId) };
    case 'agent.updated':
      return { ...board, agents: replaced(board.agents, data, ({ agentId }) => agentId) };
    case 'today.updated':
      return { ...board, today: data };
    case 'conversation.happened':
      return board;
  }
}

function replaced<T>(rows: T[], row: T, key: (row: T) => string): T[] {
  const at = rows.findIndex((candidate) => key(candidate) === key(row));
  return at < 0 ? [...rows, row] : rows.map((candidate, index) => (index === at ? row : candidate));
}

export interface Totals {
  readonly waiting: number;
  readonly offered: number;
  readonly active: number;
  readonly answered: number;
  readonly abandoned: number;
  /** The queue in which somebody waits longest. */
  readonly longest?: WallboardQueue;
}

export function totalsOf(queues: readonly WallboardQueue[]): Totals {
  const sum = (figure: 'waiting' | 'offered' | 'active' | 'answered' | 'abandoned') => queues.reduce((total, queue) => total + queue[figure], 0);
  const longest = queues
    .filter(({ longestWaitSince }) => longestWaitSince !== undefined)
    .reduce<WallboardQueue | undefined>((first, queue) => (!first || queue.longestWaitSince! < first.longestWaitSince! ? queue : first), undefined);
  return {
    waiting: sum('waiting'),
    offered: sum('offered'),
    active: sum('active'),
    answered: sum('answered'),
    abandoned: sum('abandoned'),
    ...(longest && { longest }),
  };
}

/** An agent's state, or `finishing`: who becomes idle or goes as soon as their work is done gets no new requests. */
export type Standing = AgentStateName | 'finishing';

export const standingOf = ({ state }: AgentOverview): Standing => (state.name === 'available' && state.pending ? 'finishing' : state.name);

/** Whether requests reach the agent. */
export const isAvailable = (agent: AgentOverview): boolean => standingOf(agent) === 'available';

/** Who needs a look first: RONA, then those at work, those idle, those away; by name among equals. */
export function inOrder(agents: readonly AgentOverview[]): readonly AgentOverview[] {
  const rank = { rona: 0, available: 1, idle: 2, offline: 3 };
  return [...agents].sort((one, other) => rank[one.state.name] - rank[other.state.name] || one.name.localeCompare(other.name));
}
