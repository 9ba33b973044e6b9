import { type ConversationEvent, Refused } from '@parley/contracts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agents, commandOf, KINDS, WAITS_MS } from './attempts.spec-kit';
import { type Conversation, conversationStream, noConversation } from './conversation';
import { decider, ID, NOON } from './examples.spec-kit';

const PAGE = join(__dirname, '../../../../docs/state-machine.md');

interface Found {
  readonly state: Conversation;
  readonly revision: number;
  readonly atMs: number;
}

/** What decisions can tell apart; everything else (names, times, texts) only fills the events. */
function shapeOf({ view }: Conversation): string {
  if (!view) return 'new';
  const { status, legs, entry, offer, transfer, conference } = view;
  return JSON.stringify([
    status,
    legs.map(({ role, state }) => [role, state]).slice(-3),
    entry?.purpose,
    offer?.kind,
    transfer?.target.type,
    conference && [conference.target.type, !!conference.entry, !!conference.offer],
  ]);
}

/** Every edge from status to status that any command can make, found by trying all of them in every shape that is reached. */
function explore(): ReadonlyMap<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const open: Found[] = [{ state: noConversation, revision: 0, atMs: NOON }];
  for (let found = open.shift(); found; found = open.shift()) {
    for (const next of triedIn(found, edges)) {
      const shape = shapeOf(next.state);
      if (seen.has(shape) || (next.state.view?.legs.length ?? 0) > 4) continue;
      seen.add(shape);
      open.push(next);
    }
  }
  return edges;
}

function* triedIn({ state, revision, atMs }: Found, edges: Map<string, Set<string>>): Generator<Found> {
  for (let what = 0; what < KINDS; what += 1)
    for (const agent of agents)
      for (const other of agents)
        for (let number = 0; number <= 5; number += 1)
          for (const waitMs of [WAITS_MS[1], WAITS_MS[6]]) {
            const next = step({ state: copyOf(state), revision, atMs: atMs + waitMs }, { what, agent, other, number, waitMs }, edges);
            if (next) yield next;
          }
}

/** The deliveries are changed in place, so each attempt has its own. */
const copyOf = (state: Conversation): Conversation => ({ ...state, deliveries: new Map(state.deliveries) });

function step(before: Found, attempt: Parameters<typeof commandOf>[0], edges: Map<string, Set<string>>): Found | undefined {
  let events: readonly ConversationEvent[];
  try {
    events = decider.decide(commandOf(attempt, before.state, before.atMs), before.state);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  if (events.length === 0) return undefined;
  let { state, revision } = before;
  const from = statusOf(before.state);
  for (const event of events) state = decider.evolve(state, event, { stream: conversationStream(ID), revision: revision++ });
  const edge = `${from} ${statusOf(state)}`;
  edges.set(edge, (edges.get(edge) ?? new Set()).add(events[0]!.type));
  return { state, revision, atMs: before.atMs };
}

const statusOf = ({ view }: Conversation): string => (!view ? 'new' : view.closed ? 'closed' : view.status);

/** Events that change nothing of where a conversation is, in any status. */
const EVERYWHERE = ['MessageReceived', 'MessageSent', 'MessageStatusChanged'];

function page(edges: ReadonlyMap<string, ReadonlySet<string>>): string {
  const name = (status: string) => status.replaceAll('-', '_');
  const lines = [...edges]
    .map(([edge, types]) => [...edge.split(' '), [...types].filter((type) => !EVERYWHERE.includes(type)).sort()] as [string, string, string[]])
    .filter(([, , types]) => types.length > 0)
    .sort(([a, b], [c, d]) => (a + b).localeCompare(c + d));
  const diagram = lines.map(([from, to, types]) => `  ${from === 'new' ? '[*]' : name(from)} --> ${name(to)}: ${types.join(', ')}`);
  const rows = lines.map(([from, to, types]) => `| ${from} | ${types.join(', ')} | ${to} |`);
  return `# The states of a conversation

Made from the code by \`apps/conversation/src/conversation/state-machine.spec.ts\`, which tries every command in every shape that a
conversation can take; it fails when this page is no longer true, and writes it anew with \`WRITE_DOCS=1\`. An edge names the first event of the
append that makes it. Messages and deliveries change no status and are left out.

\`\`\`mermaid
stateDiagram-v2
${diagram.join('\n')}
  closed --> [*]
\`\`\`

| From | First event | To |
| --- | --- | --- |
${rows.join('\n')}
`;
}

describe('the states of a conversation', () => {
  it('are as the documentation shows them', () => {
    const drawn = page(explore());
    if (process.env['WRITE_DOCS']) writeFileSync(PAGE, drawn);
    expect(readFileSync(PAGE, 'utf8')).toBe(drawn);
  }, 60_000);
});
