import { active, after, at, decide, given, ID, iso, offered, receive, started, thread } from '../examples.spec-kit';
import { EndConversation } from '../end-conversation/end-conversation';
import { SendMessage } from '../send-message/send-message';
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

type Told = Partial<typeof thread.customer>;
const from = (told: Told, { seconds = 30, messageType = 'text' } = {}) =>
  new ReceiveMessage(ID, { ...thread, customer: { customerId: 'c-1', name: '', phone: '', ...told } }, { messageId: `m-${seconds}`, wamid: `w-${seconds}`, messageType, channelTimestampMs: at(seconds) }, at(seconds));
const sentTo = (past: Parameters<typeof after>[0]) => (decide(past, new SendMessage(ID, 'm-out', 'Good day', 'ana', at(100)))[0] as { to: object }).to;

describe('the customer’s name', () => {
  it('stays when a message tells none, and follows what a later one tells', () => {
    expect(decide(active, from({ phone: '+12025550101' }))).toMatchObject([{ customerName: 'Ana Példa' }]);
    expect(decide(active, from({}, { messageType: 'system' }))).toMatchObject([{ customerName: 'Ana Példa' }]);
    expect(decide(active, from({ name: 'Ana P.' }))).toMatchObject([{ customerName: 'Ana P.' }]);
  });

  it('is the number where none was ever told, then the newer number', () => {
    const begun = decide([], from({ phone: '+12025550101' }));
    expect(begun).toMatchObject([{ customer: { name: '+12025550101' } }, { customerName: '+12025550101' }, {}]);
    expect(decide(begun, from({ phone: '+12025550128' }))).toMatchObject([{ customerName: '+12025550128' }]);
    expect(decide([], from({ bsuid: 'US.1' }))).toMatchObject([{ customer: { name: 'WhatsApp' } }, { customerName: 'WhatsApp' }, {}]);
  });
});

describe('a customer who has a new number', () => {
  const changed = from({ phone: '+12025550128', bsuid: 'US.2' }, { messageType: 'system' });

  it('is answered there from WhatsApp’s word of it on', () => {
    expect(sentTo(active)).toEqual({ phone: '+12025550101' });
    expect(decide(active, changed)).toMatchObject([{ type: 'MessageReceived', customer: { phone: '+12025550128', bsuid: 'US.2' } }]);
    expect(sentTo(after(active, changed))).toEqual({ phone: '+12025550128' });
  });

  it('is answered there from their first message on, where WhatsApp said nothing', () => {
    expect(sentTo(after(active, from({ phone: '+12025550128' })))).toEqual({ phone: '+12025550128' });
  });

  it('is told in an event only when something is new, and old messages that come late tell nothing', () => {
    for (const told of [{ phone: '+12025550101' }, { bsuid: 'US.1' }, {}]) expect(decide(active, from(told))[0]).not.toHaveProperty('customer');
    expect(decide(after(active, changed), from({ phone: '+12025550101', bsuid: 'US.1' }, { seconds: 29 }))[0]).not.toHaveProperty('customer');
  });

  it('is answered there although what they wrote from the old one comes late, or was written in the second of WhatsApp’s word', () => {
    const old = { phone: '+12025550999', bsuid: 'US.0' };
    expect(decide(active, from(old, { seconds: -1 }))[0]).not.toHaveProperty('customer');
    expect(decide(after(active, changed), from(old))[0]).not.toHaveProperty('customer');
    expect(decide(after(active, from(old)), changed)).toMatchObject([{ customer: { phone: '+12025550128', bsuid: 'US.2' } }]);
    expect(decide(after(active, changed), from(old, { messageType: 'system' }))).toMatchObject([{ customer: old }]);
  });

  it('is reached by the BSUID where the new number is withheld', () => {
    expect(sentTo(after(active, from({ bsuid: 'US.2' }, { messageType: 'system' })))).toEqual({ bsuid: 'US.2' });
  });
});

describe('the service window', () => {
  it.each(['system', 'request_welcome'])('stays as it is for %s, which the customer did not write', (messageType) => {
    expect(decide(active, from({}, { messageType, seconds: 50 }))).toMatchObject([{ serviceWindowExpiresAt: iso(86_400) }]);
  });

  it.each(['text', 'reaction', 'unsupported', 'button'])('begins anew with %s', (messageType) => {
    expect(decide(active, from({}, { messageType, seconds: 50 }))).toMatchObject([{ serviceWindowExpiresAt: iso(86_450) }]);
  });
});
