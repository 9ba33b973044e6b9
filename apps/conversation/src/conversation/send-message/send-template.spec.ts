import { MESSAGE_TEXT_MAX } from '@parley/contracts';
import { EndConversation } from '../end-conversation/end-conversation';
import { active, after, at, decide, given, ID, iso, offered } from '../examples.spec-kit';
import { RecordStatus } from '../record-status/record-status';
import { nextAttempt, SendMessage } from './send-message';
import { SendTemplate } from './send-template';

const template = { name: 'late_order', language: 'es', parameters: ['Ana'] };
const CLOSED = 86_400;

const send = ({ messageId = 'm-1', agentId = 'ana', seconds = CLOSED, text = 'Hola Ana', queues = undefined as string[] | undefined, retryOf = undefined as string | undefined } = {}) =>
  new SendTemplate(ID, messageId, { text, template, queues }, agentId, at(seconds), retryOf);

describe('a template', () => {
  it('goes out although the service window is closed, and free text still does not', () => {
    expect(decide(active, send())).toEqual([
      expect.objectContaining({ type: 'MessageSent', messageId: 'm-1', messageType: 'text', text: 'Hola Ana', template, agentId: 'ana', to: { phone: '+12025550101' }, sentAt: iso(CLOSED) }),
    ]);
    given(after(active, send())).when(new SendMessage(ID, 'm-2', 'Hola Ana', 'ana', at(CLOSED))).then({ code: 'service-window-closed' });
  });

  it('goes out within the service window too', () => {
    expect(decide(active, send({ seconds: 10 }))).toHaveLength(1);
  });

  it('is sent once, however often it is asked', () => {
    given(after(active, send())).when(send({ seconds: CLOSED + 1 })).then();
  });

  it('has the other rules of a message', () => {
    given(active).when(send({ agentId: 'ben' })).then({ code: 'not-a-participant' });
    given(offered).when(send()).then({ code: 'not-a-participant' });
    given(after(active, new EndConversation(ID, 'ana', false, at(9)))).when(send()).then({ code: 'conversation-ended' });
    given(active).when(send({ text: '🌸'.repeat(MESSAGE_TEXT_MAX + 1) })).then({ code: 'message-too-long' });
    expect(decide(active, send({ text: '🌸'.repeat(MESSAGE_TEXT_MAX) }))).toHaveLength(1);
  });

  it('is for conversations of its queues only', () => {
    given(active).when(send({ queues: ['sales'] })).then({ code: 'unsupported-media' });
    expect(decide(active, send({ queues: ['sales', 'support'] }))).toHaveLength(1);
  });

  it('is sent again as a template once it has failed', () => {
    const again = send({ messageId: nextAttempt('m-1'), retryOf: 'm-1' });
    given(after(active, send())).when(again).then({ code: 'conflict' });
    const failed = after(active, send(), new RecordStatus(ID, 'm-1', 'failed', at(CLOSED), undefined, { code: '132001', message: 'unknown template' }));
    expect(decide(failed, again)).toEqual([expect.objectContaining({ type: 'MessageSent', messageId: 'm-1~2', retryOf: 'm-1', template })]);
  });
});
