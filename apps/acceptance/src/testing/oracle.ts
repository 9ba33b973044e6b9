import { eventually } from './eventually';
import type { GraphApi } from './graph-api';
import type { Load } from './load';
import type { Meta } from './meta';
import type { Person } from './person';
import type { StoredEvent } from './shapes';

interface Witnesses {
  readonly supervisor: Person;
  readonly meta: Meta;
  readonly graph: GraphApi;
  readonly load: Load;
}

const twice = (items: readonly unknown[]): unknown[] => items.filter((item, at) => items.indexOf(item) !== at);

/** Nothing that was acknowledged is missing, and nothing is there twice. */
export async function expectNothingLost(witnesses: Witnesses): Promise<void> {
  const { supervisor, meta } = witnesses;
  const streams = async () => {
    const rows = await supervisor.reportRows();
    return Promise.all(rows.map(async ({ conversationId }) => ({ conversationId, events: await supervisor.events(conversationId) })));
  };
  const missing = (found: readonly { events: readonly StoredEvent[] }[]) => {
    const there = new Set(wamidsOf(found.flatMap(({ events }) => events)));
    return [...meta.acknowledged].filter((wamid) => !there.has(wamid));
  };
  let found = await streams();
  await eventually('every acknowledged message is in a conversation', async () => missing((found = await streams())), (lost) => lost.length === 0, 90_000);
  expect(twice(wamidsOf(found.flatMap(({ events }) => events)))).toEqual([]);
  expect(twice(found.flatMap(({ events }) => events.map(({ id }) => id)))).toEqual([]);
  for (const { events } of found) expect(events.map(({ revision }) => revision)).toEqual(events.map((_, at) => events[0]!.revision + at));
  for (const customer of witnesses.load.customers) expect([customer.name, (await supervisor.conversationsOf(customer)).length]).toEqual([customer.name, 1]);
  await expectReports(supervisor, found);
  await expectTranscripts(witnesses);
}

/** Reports count what the log holds. */
async function expectReports(supervisor: Person, found: readonly { conversationId: string; events: readonly StoredEvent[] }[]): Promise<void> {
  const count = (events: readonly StoredEvent[], wanted: string) => events.filter(({ type }) => type === wanted).length;
  const counted = new Map(found.map(({ conversationId, events }) => [conversationId, `${count(events, 'MessageReceived')} in, ${count(events, 'MessageSent')} out`]));
  const differing = async () =>
    (await supervisor.reportRows()).map((row) => [row.conversationId, `${row['messagesIn']} in, ${row['messagesOut']} out`] as const).filter(([id, told]) => counted.get(id) !== told);
  await eventually('the report counts as the log does', differing, (rows) => rows.length === 0);
}

const wamidsOf = (events: readonly StoredEvent[]) => events.filter(({ type }) => type === 'MessageReceived').map(({ data }) => data['wamid']);

/** Each answer is shown once, and WhatsApp has it once or the agent sees that this is not sure. */
async function expectTranscripts({ supervisor, graph, load }: Witnesses): Promise<void> {
  const ids = [...new Set([...load.answered.values()].map(({ conversationId }) => conversationId))];
  const outbound = async () => (await Promise.all(ids.map((id) => supervisor.messages(id)))).flat().filter(({ direction }) => direction === 'outbound');
  const calls = () => new Map(graph.calls.map(({ body }) => [body['text'].body as string, graph.callsFor(body['text'].body).length]));
  const open = async () => {
    const called = calls();
    return (await outbound()).filter(({ text, error }) => !called.get(text!) && error?.code === undefined).map(({ text }) => text);
  };
  await eventually('every answer was sent, or is shown as not confirmed', open, (rest) => rest.length === 0, 120_000);
  expect([...calls()].filter(([, count]) => count !== 1)).toEqual([]);
  for (const conversationId of ids) {
    const all = await allMessages(supervisor, conversationId);
    expect(twice(all)).toEqual([]);
    const expected = [...load.answered].filter(([, answer]) => answer.conversationId === conversationId).map(([messageId]) => messageId);
    expect(expected.filter((messageId) => !all.includes(messageId))).toEqual([]);
  }
}

async function allMessages(supervisor: Person, conversationId: string): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  do {
    const page: { items: { messageId: string }[]; before?: string } = await supervisor.gets(`/api/conversations/${conversationId}/messages?limit=500${before ? `&before=${before}` : ''}`);
    ids.unshift(...page.items.map(({ messageId }) => messageId));
    before = page.before;
  } while (before);
  return ids;
}
