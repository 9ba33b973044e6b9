import { MESSAGE_TEXT_MAX } from '@parley/contracts';
import { active, after, at, decide, given, ID, iso, offered, receive } from '../examples.spec-kit';
import { AcceptOffer } from '../accept-offer/accept-offer';
import { RequestConference } from '../conference/conference';
import { EndConversation } from '../end-conversation/end-conversation';
import { RecordStatus } from '../record-status/record-status';
import { nextAttempt, SendMessage } from './send-message';

const send = (text = 'Good day', { messageId = 'm-1', agentId = 'ana', seconds = 10 } = {}) =>
  new SendMessage(ID, messageId, text, agentId, at(seconds));

describe('an agent’s message', () => {
  it('is addressed to the customer’s phone', () => {
    expect(decide(active, send())).toEqual([
      expect.objectContaining({ type: 'MessageSent', messageId: 'm-1', text: 'Good day', agentId: 'ana', legId: 'offer-ana', to: { phone: '+12025550101' }, sentAt: iso(10) }),
    ]);
  });

  it('is sent once, however often it is asked', () => {
    const sent = after(active, send());
    given(sent).when(send('Good day', { seconds: 11 })).then();
    given(after(sent, new EndConversation(ID, 'ana', false, at(12)))).when(send('Good day', { seconds: 13 })).then();
  });

  it('is not a colleague’s whose id it has; a failed one that both send again is sent again once', () => {
    const direct = { offerId: 'offer-ben', agentId: 'ben', agentName: 'BEN', offerTimeoutSeconds: 30 };
    const conference = after(active, new RequestConference(ID, { type: 'agent', id: 'ben' }, 'ana', at(6), direct), new AcceptOffer(ID, 'offer-ben', 'ben', at(7)), send());
    given(conference).when(send('Good day', { agentId: 'ben' })).then({ code: 'conflict' });
    given(conference).when(send('Good day', { agentId: 'carla' })).then({ code: 'not-a-participant' });
    const failed = after(conference, new RecordStatus(ID, 'm-1', 'failed', at(15), undefined, { code: '131026', message: 'undeliverable' }));
    const again = (agentId: string) => new SendMessage(ID, nextAttempt('m-1'), 'Good day', agentId, at(20), 'm-1');
    given(after(failed, again('ana'))).when(again('ben')).then();
    given(after(failed, again('ana'))).when(send('Good day', { messageId: 'm-1~2', agentId: 'ben' })).then({ code: 'conflict' });
  });

  it('is sent again once it has failed, as a message of its own, once for each attempt', () => {
    const sent = after(active, send());
    const retry = new SendMessage(ID, nextAttempt('m-1'), 'Good day', 'ana', at(20), 'm-1');
    given(sent).when(retry).then({ code: 'conflict' });
    const failed = after(sent, new RecordStatus(ID, 'm-1', 'failed', at(15), undefined, { code: '131026', message: 'undeliverable' }));
    expect(decide(failed, retry)).toEqual([expect.objectContaining({ type: 'MessageSent', messageId: 'm-1~2', text: 'Good day', retryOf: 'm-1' })]);
    given(after(failed, retry)).when(retry).then();
    expect([nextAttempt('m-1~2'), nextAttempt('a~b'), nextAttempt('a~9~10')]).toEqual(['m-1~3', 'a~b~2', 'a~9~11']);
  });

  it('has 1 to 4096 code points', () => {
    expect(decide(active, send('x'.repeat(MESSAGE_TEXT_MAX)))).toHaveLength(1);
    expect(decide(active, send('🌸'.repeat(MESSAGE_TEXT_MAX)))).toHaveLength(1);
    given(active).when(send('x'.repeat(MESSAGE_TEXT_MAX + 1))).then({ code: 'message-too-long' });
    given(active).when(send('🌸'.repeat(MESSAGE_TEXT_MAX + 1))).then({ code: 'message-too-long' });
    given(active).when(send('')).then({ code: 'invalid-request' });
  });

  it('needs an open service window, up to its last millisecond', () => {
    expect(decide(active, new SendMessage(ID, 'm', 'x', 'ana', at(86_400) - 1))).toHaveLength(1);
    given(active).when(new SendMessage(ID, 'm', 'x', 'ana', at(86_400))).then({ code: 'service-window-closed' });
    expect(decide(after(active, receive('Still here?', 80_000)), new SendMessage(ID, 'm', 'x', 'ana', at(86_400)))).toHaveLength(1);
  });

  it('comes from someone who is in the conversation', () => {
    given(active).when(send('x', { agentId: 'ben' })).then({ code: 'not-a-participant' });
    given(offered).when(send('x')).then({ code: 'not-a-participant' });
    given(after(active, new EndConversation(ID, 'ana', false, at(9)))).when(send('x')).then({ code: 'conversation-ended' });
  });
});

describe('the delivery of a message', () => {
  const sent = after(active, send());
  const status = (...args: ConstructorParameters<typeof RecordStatus> extends [string, ...infer Rest] ? Rest : never) => new RecordStatus(ID, ...args);

  it('only rises', () => {
    const delivered = after(sent, status('m-1', 'delivered', at(20)));
    given(delivered).when(status('m-1', 'sent', at(21))).then();
    given(delivered).when(status('m-1', 'delivered', at(21))).then();
    given(delivered).when(status('m-1', 'failed', at(21), undefined, { code: '131026', message: 'undeliverable' })).then();
    expect(decide(delivered, status('m-1', 'read', at(22)))).toEqual([{ type: 'MessageStatusChanged', messageId: 'm-1', status: 'read', changedAt: iso(22) }]);
  });

  it('may fail after it was sent, and a failure is final', () => {
    const failed = after(sent, status('m-1', 'sent', at(20)), status('m-1', 'failed', at(21), 'wamid.1', { code: '131047', message: 'closed' }));
    expect(failed.at(-1)).toMatchObject({ status: 'failed', error: { code: '131047' } });
    given(failed).when(status('m-1', 'delivered', at(22))).then();
  });

  it('is known also after the end, and says nothing of others’ messages', () => {
    const ended = after(sent, new EndConversation(ID, 'ana', false, at(12)));
    expect(decide(ended, status('m-1', 'read', at(20)))).toHaveLength(1);
    given(sent).when(status('another-system', 'read', at(20))).then();
  });

  it('learns WhatsApp’s id and a doubt, each once, and no doubt after the id', () => {
    const doubt = status('m-1', 'pending', at(20), undefined, { code: 'delivery-uncertain', message: 'no answer' });
    const accepted = status('m-1', 'pending', at(21), 'wamid.1');
    const uncertain = after(sent, doubt);
    expect(uncertain.at(-1)).toMatchObject({ status: 'pending', error: { code: 'delivery-uncertain' } });
    given(uncertain).when(doubt).then();
    const known = after(sent, accepted);
    expect(known.at(-1)).toMatchObject({ status: 'pending', providerMessageId: 'wamid.1' });
    given(known).when(accepted).then();
    given(known).when(doubt).then();
  });
});
