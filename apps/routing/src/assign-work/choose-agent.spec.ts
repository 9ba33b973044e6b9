import { type RoutingMethod } from '@parley/contracts';
import fc from 'fast-check';
import { rosterOf } from '../partition/roster';
import { restore, takeSnapshot } from '../partition/snapshot';
import { accepted, available, config, idle, missed, queued, rejected, Story, withdrawn } from '../testing/given.testing';

const PEOPLE = ['ana', 'ben', 'cleo'];

/** Everyone serves support and has three places; Ana speaks a little French, Ben more, Cleo most. */
function staffed(routing: RoutingMethod, needs: Record<string, number> = {}): Story {
  const french: Record<string, number> = { ana: 2, ben: 5, cleo: 9 };
  const agents = config.agents.map((agent) => ({ ...agent, maxConversations: 3, skills: { french: french[agent.id] ?? 1, sums: 12 - (french[agent.id] ?? 1) } }));
  const [support, sales] = config.queues;
  const story = new Story(rosterOf({ ...config, agents, queues: [{ ...support!, agents: PEOPLE, routing, skills: needs }, sales!] }));
  for (const agentId of PEOPLE) story.when(available(agentId));
  return story;
}

describe('skills', () => {
  it('keep a queue from whoever has less than it needs', () => {
    const story = staffed('longest-available', { french: 6 }).when(idle('cleo')).when(queued('c1/1')).thenAsked();
    story.when(available('cleo')).thenAsked({ agentId: 'cleo' });
  });

  it('let in whoever has just enough', () => {
    staffed('longest-available', { french: 5 }).when(queued('c1/1')).thenAsked({ agentId: 'ben' });
  });
});

describe('most-skilled', () => {
  it('takes the highest levels in what the queue needs, also from who has been free a shorter time', () => {
    const story = staffed('most-skilled', { french: 1 }).when(queued('c1/1')).thenAsked({ agentId: 'cleo' });
    story.when(idle('cleo')).when(queued('c2/1')).thenAsked({ agentId: 'ben' });
  });

  it('is as longest-available between equals', () => {
    staffed('most-skilled', { french: 1, sums: 1 }).when(queued('c1/1')).thenAsked({ agentId: 'ana' }).when(queued('c2/1')).thenAsked({ agentId: 'ben' });
    staffed('most-skilled').when(queued('c1/1')).thenAsked({ agentId: 'ana' });
  });
});

describe('round-robin', () => {
  it('goes round, whatever becomes of an offer', () => {
    const story = staffed('round-robin').when(queued('c1/1')).thenAsked({ agentId: 'ana' });
    story.when(rejected({ conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' })).when(queued('c1/2')).thenAsked({ agentId: 'ben' });
    story.when(queued('c2/1')).thenAsked({ agentId: 'cleo' });
    story.when(missed({ conversationId: 'c2', offerId: story.offerOf('cleo'), agentId: 'cleo' }));
    story.when(queued('c2/2')).thenAsked({ agentId: 'ana' }).when(queued('c3/1')).thenAsked({ agentId: 'ben' });
    story.when(available('cleo')).when(queued('c4/1')).thenAsked({ agentId: 'cleo' });
  });

  it('gives everyone who is always free equally much, however long each takes', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (takes) => {
        const story = staffed('round-robin');
        const counts = new Map(PEOPLE.map((agentId) => [agentId, 0]));
        takes.forEach((isTaken, n) => {
          story.when(queued(`c${n}/1`));
          const [command] = story.commands;
          if (command?.type !== 'OfferConversation') throw new Error('nobody was asked');
          const which = { conversationId: `c${n}`, offerId: command.offerId, agentId: command.agentId };
          counts.set(which.agentId, counts.get(which.agentId)! + 1);
          if (isTaken) story.when(accepted(which)).when(['c' + n, { type: 'ConversationClosed', closedAt: new Date(story.atMs).toISOString() }]);
          else story.when(withdrawn(which));
        });
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('goes on where it was after a restart', () => {
    const story = staffed('round-robin').when(queued('c1/1'));
    const saved = takeSnapshot(story.state);
    expect(saved.turns).toEqual([['support', 'ana', expect.any(Number)]]);
    expect(takeSnapshot(restore(saved, story.state.roster))).toEqual(saved);
    expect(takeSnapshot(story.replayed())).toEqual(saved);
  });
});

describe('the preferred agent', () => {
  const forCleo = (entryId: string, queueId = 'support') => queued(entryId, queueId, { preferredAgentId: 'cleo' });

  it('is asked first, before whoever the queue would choose', () => {
    staffed('longest-available').when(forCleo('c1/1')).thenAsked({ agentId: 'cleo' });
  });

  it('is passed over when idle, full or no member, without waiting for them', () => {
    staffed('longest-available').when(idle('cleo')).when(forCleo('c1/1')).thenAsked({ agentId: 'ana' });
    Story.given(available('ana'), available('cleo'), forCleo('c1/1')).thenAsked({ agentId: 'ana' });
    const full = staffed('longest-available').when(forCleo('c1/1')).when(forCleo('c2/1')).when(forCleo('c3/1')).thenAsked({ agentId: 'cleo' });
    full.when(forCleo('c4/1')).thenAsked({ agentId: 'ana' });
  });
});
