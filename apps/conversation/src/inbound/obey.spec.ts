import { type ConversationCommand as Asked, Refused, TOPICS } from '@parley/contracts';
import { type BusRecord, Unprocessable } from '@parley/event-sourcing';
import { conversationStream, evolve, noConversation } from '../conversation/conversation';
import type { ConversationCommand } from '../conversation/conversation-decider';
import { EndConversation } from '../conversation/end-conversation/end-conversation';
import { active, after, at, decide, ID, offered, started } from '../conversation/examples.spec-kit';
import { obey } from './obey';

const record = (value: Asked): BusRecord => ({ topic: TOPICS.conversationCommands, partition: 0, offset: 0, key: ID, value, headers: {}, publishedAt: '' });
const withdraw = (offerId: string) => record({ type: 'WithdrawOffer', conversationId: ID, offerId, cause: 'superseded' });

/** What the conversation with this past decides, and the offers that routing is told to let go. */
async function obeyed(past: typeof started | undefined, asked: BusRecord) {
  const letGo: string[] = [];
  let types: string[] = [];
  const execute = async (command: ConversationCommand) => {
    if (!past) throw new Refused('not-found');
    const events = decide(past, command);
    types = events.map(({ type }) => type);
    return { state: [...past, ...events].reduce((state, event, revision) => evolve(state, event, { stream: conversationStream(ID), revision }), noConversation) };
  };
  const outcome = await obey(asked, { execute, letGo: async (offerId) => void letGo.push(offerId), atMs: at(90) }).catch((error: unknown) => error);
  return { types, letGo, outcome };
}

describe('what routing asks of a conversation about an offer', () => {
  it('is answered in the log while the conversation lives, made or not', async () => {
    expect(await obeyed(offered, withdraw('offer-ana'))).toMatchObject({ types: ['OfferWithdrawn', 'Queued'], letGo: [] });
    expect(await obeyed(started, withdraw('offer-ana'))).toMatchObject({ types: ['OfferNotMade'], letGo: [] });
  });

  it('was answered in the log when the offer was accepted, also once the conversation has ended', async () => {
    const ended = after(active, new EndConversation(ID, 'ana', false, at(60)));
    for (const past of [active, ended]) expect(await obeyed(past, withdraw('offer-ana'))).toMatchObject({ types: [], letGo: [] });
  });

  it('is answered to routing itself when the conversation is over or was never there', async () => {
    const ended = after(started, new EndConversation(ID, 'sue', true, at(60)));
    expect(await obeyed(ended, withdraw('offer-ana'))).toMatchObject({ types: [], letGo: ['offer-ana'], outcome: undefined });
    expect(await obeyed(undefined, withdraw('offer-ana'))).toMatchObject({ letGo: ['offer-ana'], outcome: expect.any(Unprocessable) });
  });
});
