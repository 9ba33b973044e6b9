import { toConversation } from '@parley/contracts';
import { eventId } from '@parley/event-sourcing';
import { EndConversation } from '../conversation/end-conversation/end-conversation';
import { active, after, at, ID, iso } from '../conversation/examples.spec-kit';
import { RecordStatus } from '../conversation/record-status/record-status';
import { SendMessage } from '../conversation/send-message/send-message';
import { parseAsOf, type Recorded, transcriptOf, viewOf, wasRecorded } from './as-of';

const told = after(active, new SendMessage(ID, 'm-1', 'Good day', 'ana', at(10)), new RecordStatus(ID, 'm-1', 'read', at(20)), new EndConversation(ID, 'ana', false, at(30)));
/** Recorded one second apart. */
const recorded: readonly Recorded[] = told.map((data, revision) => ({ id: eventId('s', String(revision), 0), revision, recordedAt: iso(revision), data }));
const then = (asOf: string) => {
  const moment = parseAsOf(asOf);
  return recorded.filter((event) => wasRecorded(event, moment));
};

describe('a conversation as it was', () => {
  it('is told by revision and by instant, that moment included', () => {
    expect(toConversation(viewOf(ID, then('2')))).toMatchObject({ status: 'queued', revision: 2 });
    expect(toConversation(viewOf(ID, then('3')))).toMatchObject({ status: 'offered' });
    expect(toConversation(viewOf(ID, then(iso(4))))).toMatchObject({ status: 'active', participants: [{ agentId: 'ana' }] });
    expect(toConversation(viewOf(ID, then(new Date(at(4) - 1).toISOString())))).toMatchObject({ status: 'offered', participants: [] });
    expect(toConversation(viewOf(ID, then('99')))).toMatchObject({ status: 'ended' });
  });

  it('has the transcript of then', () => {
    expect(transcriptOf(then('4')).map(({ text }) => text)).toEqual(['Hello']);
    expect(transcriptOf(then('5')).at(-1)).toMatchObject({ messageId: 'm-1', status: 'pending' });
    expect(transcriptOf(then('6')).at(-1)).toMatchObject({ messageId: 'm-1', status: 'read' });
  });

  it('was nothing before its beginning, and needs a moment that can be read', () => {
    expect(() => viewOf(ID, then(iso(-1)))).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => parseAsOf('yesterday')).toThrow(expect.objectContaining({ code: 'invalid-request' }));
    expect(() => parseAsOf('2026-13-99')).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });
});
