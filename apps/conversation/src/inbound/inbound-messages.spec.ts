import { type InboundMessage, Refused } from '@parley/contracts';
import type { RecordedEvent } from '@parley/event-sourcing';
import { conversationStream } from '../conversation/conversation';
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
