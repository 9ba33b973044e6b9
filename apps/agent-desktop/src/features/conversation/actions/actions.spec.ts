import type { Conversation } from '@parley/contracts';
import { actionsOf } from './actions-of';
import { conferenceNews } from './conference-news';

const at = '2026-01-01T10:00:00.000Z';
const ana = { agentId: 'ana', name: 'Ana', role: 'primary' } as const;
const ben = { agentId: 'ben', name: 'Ben', role: 'conferenced' } as const;
const conversation = (status: Conversation['status'], participants: Conversation['participants']): Conversation => ({
  conversationId: 'c1',
  channel: 'whatsapp',
  status,
  customer: { name: 'Lucía', phone: '+34600111222' },
  sourceNumber: '+1 555 010 0001',
  queue: { id: 'support', name: 'Support' },
  participants,
  startedAt: at,
  serviceWindowExpiresAt: at,
  revision: 1,
});
const alone = conversation('active', [ana]);
const requested = conversation('conference-requested', [ana]);
const both = conversation('conference', [ana, ben]);
const ended = conversation('ended', []);

describe('what an agent may do', () => {
  it.each([
    ['the only agent', alone, 'ana', ['transfer', 'conference', 'end']],
    ['who asked for a conference', requested, 'ana', ['cancelRequest', 'end']],
    ['the primary agent of a conference', both, 'ana', ['transfer', 'handOver', 'removeAgent', 'endConference']],
    ['who joined', both, 'ben', ['exitConference']],
    ['who is not in it', alone, 'ben', []],
    ['who handed it over', conversation('queued', []), 'ana', []],
    ['whose conversation has ended', ended, 'ana', []],
    ['nobody', alone, undefined, []],
  ])('%s', (_who, state, agentId, actions) => {
    expect(actionsOf(state, agentId)).toEqual(actions);
  });
});

describe('what an agent is told of a conference', () => {
  it.each([
    ['nobody joined', requested, alone, 'ana', 'dropped'],
    ['somebody joined', requested, both, 'ana', undefined],
    ['the joined agent left', both, alone, 'ana', undefined],
    ['the joined agent is out', both, alone, 'ben', 'removed'],
    ['the joined agent hears of the end', both, ended, 'ben', 'ended'],
    ['the joined agent owns it now', both, conversation('active', [{ ...ben, role: 'primary' }]), 'ben', undefined],
    ['the primary agent ended it', both, ended, 'ana', undefined],
    ['an ordinary end', alone, ended, 'ana', undefined],
  ])('%s', (_what, before, after, agentId, news) => {
    expect(conferenceNews(before, after, agentId)).toBe(news);
  });
});
