import { active, after, at, decide, given, ID, iso, offered, receive, started, thread } from '../examples.spec-kit';
import { EndConversation } from '../end-conversation/end-conversation';
import { ReceiveMessage } from './receive-message';

const received = (text: string, seconds: number) =>
  expect.objectContaining({ type: 'MessageReceived', text, serviceWindowExpiresAt: iso(seconds + 86_400), receivedAt: iso(seconds) });

describe('a customer’s message', () => {
  it('starts the conversation and puts it into its number’s queue', () => {
    expect(decide([], receive())).toEqual([
      expect.objectContaining({ type: 'ConversationStarted', threadId: 'thread', episode: 1, sourceNumber: '+1 555 010 0001', startedAt: iso(0) }),
      received('Hello', 0),
      expect.objectContaining({ type: 'Queued', queueId: 'support', queueName: 'Support', purpose: 'queue', reason: 'new', arrivedAt: iso(0) }),
    ]);
  });

  it.each([
    ['queued', started],
    ['offered', offered],
    ['active', active],
  ])('joins the conversation that is %s', (_, past) => {
    expect(decide(past, receive('More', 20))).toEqual([received('More', 20)]);
  });

  it('belongs to the next conversation when this one has ended', () => {
    given(after(active, new EndConversation(ID, 'ana', false, at(9)))).when(receive('Late', 20)).then({ code: 'conversation-ended' });
  });

  it('opens the service window from WhatsApp’s time, and never for longer than from now', () => {
    const early = new ReceiveMessage(ID, thread, { messageId: 'm', wamid: 'w', messageType: 'text', text: 'x', channelTimestampMs: at(-3_600) }, at(0));
    const ahead = new ReceiveMessage(ID, thread, { messageId: 'm', wamid: 'w', messageType: 'text', text: 'x', channelTimestampMs: at(3_600) }, at(0));
    expect(decide([], early)[1]).toMatchObject({ serviceWindowExpiresAt: iso(86_400 - 3_600) });
    expect(decide([], ahead)[1]).toMatchObject({ serviceWindowExpiresAt: iso(86_400), channelTimestamp: iso(3_600) });
  });
});
