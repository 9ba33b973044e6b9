import { AGENT_EVENTS, AgentEvent } from './agent/events';
import { cloudEventHeaders, readAgentEvent, readConversationEvent } from './cloud-events';
import { CONVERSATION_EVENTS, ConversationEvent } from './conversation/events';
import frozen from './frozen-events.json';

/**
 * One stored example of every version of every event. These are history: a change here breaks consumers and our own past. A new
 * optional field may have one under `addedLater`; anything else is a new type.
 */
describe('every event that was ever stored', () => {
  it.each(Object.keys(CONVERSATION_EVENTS))('%s of a conversation is still read as it was written', (type) => {
    const sample = (frozen.conversation as Record<string, object>)[type];
    expect(sample).toBeDefined();
    expect(ConversationEvent.parse(sample)).toEqual(sample);
  });

  it.each(Object.keys(AGENT_EVENTS))('%s of an agent is still read as it was written', (type) => {
    const sample = (frozen.agent as Record<string, object>)[type];
    expect(sample).toBeDefined();
    expect(AgentEvent.parse(sample)).toEqual(sample);
  });

  it.each(Object.entries(frozen.addedLater))('%s is read with what was added to it later', (_, sample) => {
    expect(ConversationEvent.parse(sample)).toEqual(sample);
  });
});

describe('a published event', () => {
  const stored = { id: 'e-1', type: 'ConversationClosed', revision: 7, position: 70, recordedAt: '2026-11-22T10:00:00.000Z' };
  const headers = cloudEventHeaders('/parley/conversation', 'c-1', stored);

  it('is read as it was published', () => {
    const value = frozen.conversation.ConversationClosed;
    expect(readConversationEvent({ value, headers })).toEqual({ id: 'e-1', subject: 'c-1', revision: 7, position: 70, time: '2026-11-22T10:00:00.000Z', event: value });
    expect(headers).toMatchObject({ ce_specversion: '1.0', ce_source: '/parley/conversation', ce_type: 'ConversationClosed' });
  });

  it('of a type that is not known yet is passed over, one that is wrong is refused', () => {
    expect(readConversationEvent({ value: { type: 'FromTheFuture' }, headers })).toBeUndefined();
    expect(readAgentEvent({ value: { type: 'FromTheFuture' }, headers })).toBeUndefined();
    expect(() => readConversationEvent({ value: { type: 'ConversationClosed', closedAt: 'yesterday' }, headers })).toThrow(/not as published/);
    expect(() => readConversationEvent({ value: frozen.conversation.ConversationClosed, headers: {} })).toThrow(/ce_id/);
  });

  it.each([{}, { type: 7 }, null, [], 'text'])('of no type, such as %j, is refused', (value) => {
    expect(() => readConversationEvent({ value, headers })).toThrow(/not as published/);
  });

  it.each([['ce_revision', 'a'], ['ce_revision', '-1'], ['ce_position', '1.5'], ['ce_position', '9007199254740993']])('whose %s is "%s" is refused', (name, header) => {
    const value = frozen.conversation.ConversationClosed;
    expect(() => readConversationEvent({ value, headers: { ...headers, [name]: header } })).toThrow(new RegExp(`${name} must be`));
  });
});
