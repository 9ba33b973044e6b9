import { available, idle, missed, offline, queued, Story } from '../testing/given.testing';
import { SignInAgent } from '../sign-in-agent/sign-in-agent';

describe('signing in', () => {
  it('makes an offline agent idle, once', () => {
    Story.given(new SignInAgent('ana'))
      .then({ type: 'AgentSignedIn', agentId: 'ana', state: { name: 'idle' } }, { type: 'AgentStateChanged', previous: 'offline', state: { name: 'idle' }, by: { kind: 'agent', id: 'ana' } })
      .when(new SignInAgent('ana'))
      .then();
  });

  it('changes nothing for who is at work', () => {
    Story.given(available('ana'), new SignInAgent('ana')).then();
  });
});

describe('choosing a state', () => {
  it('signs in whoever was offline', () => {
    Story.given(available('ana')).then({ type: 'AgentSignedIn', state: { name: 'available' } }, { type: 'AgentStateChanged', previous: 'offline', state: { name: 'available' } });
  });

  it('is quiet when it is the state already', () => {
    Story.given(available('ana'), available('ana')).then().when(idle('ana', 'lunch')).when(idle('ana', 'lunch')).then();
    Story.given(offline('ana')).then();
  });

  it('takes another reason for being idle, or none', () => {
    Story.given(idle('ana', 'lunch'), idle('ana')).then({ type: 'AgentStateChanged', previous: 'idle', state: { name: 'idle' } });
  });

  it('refuses a reason that is not configured', () => {
    Story.given(available('ana'), idle('ana', 'siesta')).thenRefused('unknown-reason');
  });

  it('refuses offline with an offer in hand, and allows it with none', () => {
    const story = Story.given(available('ana'), queued('c1/1'), offline('ana')).thenRefused('work-open');
    const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(missed(offer)).when(offline('ana')).then({ type: 'AgentSignedOut', state: { name: 'offline' }, capacity: { max: 2, used: 0 } });
  });

  it('goes idle at once with work in hand, and gets nothing new', () => {
    Story.given(available('ana'), queued('c1/1'), idle('ana', 'lunch'))
      .then({ type: 'AgentStateChanged', state: { name: 'idle', reason: 'lunch' }, capacity: { used: 1 } })
      .when(queued('c2/1'))
      .then({ type: 'WorkQueued', entryId: 'c2/1' });
  });

  it('leads out of RONA, and only so', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(missed(offer)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', state: { name: 'rona' }, by: { kind: 'system' } });
    story.when(queued('c1/2')).then({ type: 'WorkQueued' });
    story.when(available('ana')).then({ type: 'AgentStateChanged', previous: 'rona', state: { name: 'available' } }, { type: 'CapacityReserved', entryId: 'c1/2' });
  });
});
