import { type InboundMessage, Refused } from '@parley/contracts';
import { InMemoryEventStore, type RecordedEvent, Streams } from '@parley/event-sourcing';
import { conversationStream } from '../conversation/conversation';
import { type ConversationCommand, conversationDecider } from '../conversation/conversation-decider';
import { EndConversation } from '../conversation/end-conversation/end-conversation';
import { rules } from '../conversation/examples.spec-kit';
import { ReceiveMessage } from '../conversation/receive-message/receive-message';
import type { InboundState } from './inbound-message-log.adapter';
import { InboundMessages } from './inbound-messages';
import { conversationIdFor, messageIdOf, threadIdOf } from './record-messages';

const NUMBER = '100000000000001';
const THREAD = threadIdOf(NUMBER, 'customer-1');

const message = (wamid: string): InboundMessage => ({
  kind: 'message',
  phoneNumberId: NUMBER,
  wamid,
  messageType: 'text',
  text: `about ${wamid}`,
  customer: { phone: '+34655000001', name: 'Marta' },
  channelTimestamp: '2026-11-22T10:00:00.000Z',
  receivedAt: '2026-11-22T10:00:00.500Z',
  raw: {},
});

/** A thread whose conversations hold these messages, each one but the last ended; what a redelivery of `claimed` makes of it. */
async function redelivered(held: readonly (readonly string[])[], claimed: readonly string[], hint: number, state: InboundState = 'claimed') {
  const received: string[] = [];
  const reads: string[] = [];
  const streams = new Map(held.map((wamids, index) => [conversationStream(conversationIdFor(THREAD, index + 1)), wamids]));
  const messages = new InboundMessages({
    execute: async (command) => {
      const { conversationId, message: said } = command as ReceiveMessage;
      const episode = Number(conversationId.slice(THREAD.length + 1));
      if (episode < held.length) throw new Refused('conversation-ended');
      received.push(`${said.wamid} in ${episode}`);
    },
    customers: { link: async () => undefined, resolve: async (identities) => identities.map(() => 'customer-1') },
    log: { claim: async () => () => state, markRecorded: async () => undefined },
    threads: { prepare: async () => undefined, episode: () => hint, note: async () => undefined },
    parked: { park: async () => undefined, unpark: async () => undefined, waitingFor: async () => () => [] },
    lastAgents: { preferredFor: async () => undefined },
    number: () => ({ queue: 'care', displayNumber: '+34900000001' }),
    store: {
      readStream: async (stream) => {
        reads.push(stream);
        return (streams.get(stream) ?? []).map((wamid, revision) => ({ type: 'MessageReceived', revision, data: { messageId: messageIdOf(message(wamid)) } }) as unknown as RecordedEvent);
      },
    },
    now: () => Date.parse('2026-11-22T10:00:01.000Z'),
  });
  await messages.record(claimed.map(message));
  return { received, reads };
}

describe('messages that a crash left claimed', () => {
  it('are recorded if the log lacks them, and not again if it holds them', async () => {
    expect((await redelivered([['one', 'two']], ['one', 'two', 'three'], 1)).received).toEqual(['three in 1']);
  });

  it('are found in whichever conversation they are, also where the note of the newest is behind', async () => {
    expect((await redelivered([['one'], ['two'], ['three']], ['one', 'two', 'three', 'four'], 0)).received).toEqual(['four in 3']);
    expect((await redelivered([['one'], ['two']], ['one', 'two'], 2)).received).toEqual([]);
  });

  it('are known however much came after them, also where the log itself would take their events for new', async () => {
    const wamids = Array.from({ length: 3_000 }, (_, at) => `w${at}`);
    expect((await redelivered([wamids], ['w0', 'w1', 'new'], 1)).received).toEqual(['new in 1']);
    expect(await redelivered([wamids], ['w0', 'w1'], 1, 'recorded')).toEqual({ received: [], reads: [] });
  });

  it('are looked for in each conversation once, however many they are', async () => {
    const wamids = Array.from({ length: 200 }, (_, at) => `w${at}`);
    const { received, reads } = await redelivered([wamids], wamids, 1);
    expect(received).toEqual([]);
    expect(reads).toEqual([1, 2].map((episode) => conversationStream(conversationIdFor(THREAD, episode))));
  });
});

const about = (wamid: string, messageType: 'revoke' | 'edit' | 'reaction', target: string): InboundMessage => {
  const { text: _text, ...rest } = message(wamid);
  return { ...rest, messageType, raw: { [messageType]: messageType === 'reaction' ? { message_id: target, emoji: '🌸' } : { original_message_id: target } } };
};

type Parked = InboundMessage & { readonly target: string };

/** The real rules on a log in memory; what is parked stays parked, as in the table. */
function inboundOf(endsBefore?: string): { messages: InboundMessages; wamids: (episode?: number) => Promise<readonly string[]>; parked: Parked[]; meanwhile: Parked[]; first: InboundMessage[]; end: () => Promise<unknown> } {
  const store = new InMemoryEventStore();
  const streams = new Streams(store, conversationDecider(rules));
  const execute = (command: ConversationCommand, commandId: string) => streams.execute({ stream: conversationStream(command.conversationId), command, commandId });
  const parked: Parked[] = [];
  const meanwhile: Parked[] = [];
  const first: InboundMessage[] = [];
  const end = () => execute(new EndConversation(conversationIdFor(THREAD, 1), 'sue', true, Date.parse('2026-11-22T10:00:02.000Z')), 'end');
  const messages = new InboundMessages({
    execute: async (command, commandId) => {
      if ((command as ReceiveMessage).message.wamid === endsBefore) await end();
      return execute(command as ReceiveMessage, commandId);
    },
    customers: { link: async () => undefined, resolve: async (identities) => identities.map(() => 'customer-1') },
    log: { claim: async () => () => 'new', markRecorded: async () => undefined },
    threads: { prepare: async () => undefined, episode: () => 0, note: async () => undefined },
    parked: {
      park: async (stray, target) => {
        parked.push({ ...stray, target });
        await messages.record(first.splice(0));
      },
      unpark: async ({ wamid }) => void parked.splice(parked.findIndex((stray) => stray.wamid === wamid), 1),
      waitingFor: async () => {
        const seen = [...parked];
        parked.push(...meanwhile.splice(0));
        return (that) => seen.filter(({ target }) => target === that.wamid);
      },
    },
    lastAgents: { preferredFor: async () => undefined },
    number: () => ({ queue: 'support', displayNumber: '+34900000001' }),
    store,
    now: () => Date.parse('2026-11-22T10:00:01.000Z'),
  });
  const wamids = async (episode = 1) => (await store.readStream(conversationStream(conversationIdFor(THREAD, episode)))).flatMap(({ type, data }) => (type === 'MessageReceived' ? [(data as { wamid: string }).wamid] : []));
  return { messages, wamids, parked, meanwhile, first, end };
}

describe('what comes before the message that it is about', () => {
  it.each(['revoke', 'edit', 'reaction'] as const)('a %s follows it, once, however often either is told', async (type) => {
    const { messages, wamids } = inboundOf();
    const stray = about('stray', type, 'one');
    await messages.record([stray]);
    expect(await wamids()).toEqual([]);
    await messages.record([message('one'), message('one and a half')]);
    expect(await wamids()).toEqual(['one', 'stray', 'one and a half']);
    for (const again of [[message('one')], [stray], [stray, message('one')], [message('two')]]) await messages.record(again);
    expect(await wamids()).toEqual(['one', 'stray', 'one and a half', 'two']);
  });

  it('is not lost where another process parks it while the message is in hand', async () => {
    const { messages, wamids, meanwhile } = inboundOf();
    meanwhile.push({ ...about('stray', 'revoke', 'one'), target: 'one' });
    await messages.record([message('one')]);
    expect(await wamids()).toEqual(['one', 'stray']);
  });

  it('follows it where both come at once, and begins no conversation alone', async () => {
    const { messages, wamids, parked } = inboundOf();
    await messages.record([about('elsewhere', 'revoke', 'another'), about('stray', 'revoke', 'one'), message('one'), message('two')]);
    expect(await wamids()).toEqual(['one', 'stray', 'two']);
    expect(parked.map(({ wamid }) => wamid)).toEqual(['elsewhere', 'stray']);
  });

  it('is in the live conversation at once, also where the note of that is behind', async () => {
    const { messages, wamids, parked } = inboundOf();
    await messages.record([message('one')]);
    await messages.record([about('stray', 'revoke', 'one'), about('early', 'revoke', 'later')]);
    expect(await wamids()).toEqual(['one', 'stray', 'early']);
    expect(parked).toEqual([]);
  });

  it('is in one conversation, where that ends before the message comes', async () => {
    const { messages, wamids } = inboundOf('one');
    await messages.record([message('zero')]);
    await messages.record([about('stray', 'edit', 'one'), message('one'), message('two')]);
    expect([await wamids(1), await wamids(2)]).toEqual([['zero', 'stray'], ['one', 'two']]);
  });

  it.each(['parked', 'meanwhile'] as const)('goes where that goes and not on to the next conversation (%s)', async (when) => {
    const inbound = inboundOf('two');
    inbound[when].push({ ...about('stray', 'revoke', 'one'), target: 'one' });
    await inbound.messages.record([message('one'), message('two')]);
    expect([await inbound.wamids(1), await inbound.wamids(2)]).toEqual([when === 'parked' ? ['one', 'stray'] : ['one'], ['two']]);
  });

  it('is parked no more once it is in the conversation that another process began meanwhile', async () => {
    const { messages, wamids, parked, first } = inboundOf();
    first.push(message('zero'));
    await messages.record([about('stray', 'revoke', 'one')]);
    expect(await wamids()).toEqual(['zero', 'stray']);
    expect(parked).toEqual([]);
  });

  it('waits for nothing where what it is about can be no message', async () => {
    const { messages, parked } = inboundOf();
    await messages.record([about('stray', 'edit', 'one\u0000'), about('other', 'reaction', '')]);
    expect(parked).toEqual([]);
  });

  it('changes nothing of a conversation that is over', async () => {
    const { messages, wamids, end } = inboundOf();
    await messages.record([message('one')]);
    await end();
    await messages.record([about('stray', 'revoke', 'one')]);
    await messages.record([message('one')]);
    expect(await wamids()).toEqual(['one']);
  });
});
