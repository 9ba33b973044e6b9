import type { SetState } from '@parley/contracts';
import { accepted, available, idle, missed, offline, queued, Story, withdrawn, wrapUpStarted, wrappedUp } from '../testing/given.testing';
import { HoldPlace } from '../hold-place/hold-place';
import { ExpireConnections, NoteConnection } from '../note-connection/note-connection';
import { SignInAgent } from '../sign-in-agent/sign-in-agent';
import { SetAgentState } from './set-agent-state';

function anaIsOffered() {
  const story = Story.given(available('ana'), queued('c1/1'));
  return { story, offer: { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' } };
}

describe('choosing idle with work in hand', () => {
  const pending = { name: 'idle', reason: 'lunch' };

  it('lets the agent finish as available, who gets nothing new and is idle when the last place is free', () => {
    const { story, offer } = anaIsOffered();
    const since = story.state.stateOf('ana')!.since;
    story.when(idle('ana', 'lunch')).then({ type: 'AgentStateChanged', previous: 'available', state: { name: 'available', pending, since }, capacity: { used: 1 } });
    story.when(queued('c2/1')).then({ type: 'WorkQueued', entryId: 'c2/1' });
    story.when(accepted(offer)).then({ type: 'CapacityCommitted', state: { pending } }).when(wrapUpStarted(offer)).then({ type: 'LegEnded' });
    story.when(wrappedUp(offer)).then({ type: 'CapacityReleased', capacity: { used: 0 } }, { type: 'AgentStateChanged', previous: 'available', state: { name: 'idle', reason: 'lunch' }, by: { kind: 'agent', id: 'ana' } });
    expect(story.state.stateOf('ana')).not.toHaveProperty('pending');
  });

  it('holds no place for a direct offer either', () => {
    const { story } = anaIsOffered();
    story.when(idle('ana')).when(new HoldPlace({ offerId: 'o9', agentId: 'ana', conversationId: 'c9', queueId: 'support', kind: 'transfer' })).thenRefused('agent-not-available');
  });

  it('is idle when only an offer was open and that is withdrawn, and in RONA when it is missed', () => {
    const first = anaIsOffered();
    first.story.when(idle('ana', 'lunch')).when(withdrawn(first.offer)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', state: { name: 'idle', reason: 'lunch' } });
    const second = anaIsOffered();
    second.story.when(idle('ana', 'lunch')).when(missed(second.offer)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', previous: 'available', state: { name: 'rona' } });
    expect(second.story.state.stateOf('ana')).not.toHaveProperty('pending');
  });

  it('waits for the last of several places', () => {
    const { story, offer } = anaIsOffered();
    story.when(queued('c2/1'));
    const other = { conversationId: 'c2', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(idle('ana')).when(withdrawn(offer)).then({ type: 'CapacityReleased', state: { pending: { name: 'idle' } } });
    story.when(withdrawn(other)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', state: { name: 'idle' } });
  });

  it('is taken back by available, and takes another reason; both once', () => {
    const { story } = anaIsOffered();
    story.when(idle('ana', 'lunch')).when(idle('ana', 'lunch')).then().when(idle('ana')).then({ type: 'AgentStateChanged', state: { name: 'available', pending: { name: 'idle' } } });
    story.when(queued('c2/1')).when(available('ana')).then({ type: 'AgentStateChanged', state: { name: 'available' } }, { type: 'CapacityReserved', entryId: 'c2/1' });
    expect(story.state.stateOf('ana')).not.toHaveProperty('pending');
    story.when(available('ana')).then();
  });

  it('takes effect at once with nothing in hand, and for who is in RONA or idle', () => {
    Story.given(available('ana'), idle('ana', 'lunch')).then({ type: 'AgentStateChanged', state: { name: 'idle', reason: 'lunch' } });
    const { story, offer } = anaIsOffered();
    story.when(accepted(offer)).when(queued('c2/1'));
    story.when(missed({ conversationId: 'c2', offerId: story.offerOf('ana'), agentId: 'ana' }));
    story.when(idle('ana')).then({ type: 'AgentStateChanged', previous: 'rona', state: { name: 'idle' }, capacity: { used: 1 } });
    story.when(idle('ana', 'lunch')).then({ type: 'AgentStateChanged', previous: 'idle', state: { name: 'idle', reason: 'lunch' } });
  });
});

describe('a supervisor who sets an agent’s state', () => {
  const bySue = (agentId: string, wanted: SetState) => new SetAgentState(agentId, wanted, 'sue');
  const sue = { kind: 'supervisor', id: 'sue' };

  it('leads out of RONA, and is named in what happened', () => {
    const { story, offer } = anaIsOffered();
    story.when(missed(offer)).when(bySue('ana', { state: 'available' })).then({ type: 'AgentStateChanged', previous: 'rona', state: { name: 'available' }, by: sue });
    story.when(bySue('ana', { state: 'available' })).then();
    story.when(bySue('ana', { state: 'idle', reason: 'lunch' })).then({ type: 'AgentStateChanged', state: { name: 'idle', reason: 'lunch' }, by: sue });
    story.when(bySue('ana', { state: 'offline' })).then({ type: 'AgentSignedOut', by: sue });
  });

  it('lets the agent finish what they have, and is named when that is done', () => {
    const { story, offer } = anaIsOffered();
    story.when(bySue('ana', { state: 'idle', reason: 'lunch' })).then({ type: 'AgentStateChanged', state: { name: 'available', pending: { name: 'idle', reason: 'lunch', by: sue } }, by: sue });
    story.when(withdrawn(offer)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', state: { name: 'idle', reason: 'lunch' }, by: sue });
    expect(story.state.stateOf('ana')).toEqual({ name: 'idle', reason: 'lunch', since: expect.any(String) });
  });

  it('is refused for work in hand, a reason that is not configured, and who is not there', () => {
    const { story } = anaIsOffered();
    story.when(bySue('ana', { state: 'offline' })).thenRefused('work-open');
    story.when(bySue('ana', { state: 'idle', reason: 'siesta' })).thenRefused('unknown-reason');
    story.when(bySue('ben', { state: 'available' })).thenRefused('agent-not-available');
    story.when(bySue('ben', { state: 'offline' })).then();
  });

  it('does not count as the agent’s own doing', () => {
    const story = Story.given(available('ana'), new NoteConnection('ana', 'g', true), new NoteConnection('ana', 'g', false));
    story.when(bySue('ana', { state: 'idle' })).then({ type: 'AgentStateChanged' });
    story.when(available('ana')).then({ type: 'AgentStateChanged' }, { type: 'AgentWasActive' });
  });
});

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

describe('signing in by a live stream', () => {
  const byStream = new SignInAgent('ana', true);

  it('makes an offline agent idle with their first one', () => {
    Story.given(byStream).then({ type: 'AgentSignedIn' }, { type: 'AgentStateChanged', state: { name: 'idle' } }).when(new NoteConnection('ana', 'g', true)).when(byStream).then();
  });

  it('is no sign-in when the stream only comes again', () => {
    const story = Story.given(byStream, new NoteConnection('ana', 'g', true), offline('ana'));
    story.when(byStream).then().when(new NoteConnection('ana', 'g', false)).when(byStream).then();
    story.when(new SignInAgent('ana')).then({ type: 'AgentSignedIn' }, { type: 'AgentStateChanged' });
  });

  it('is one again when their connection was lost', () => {
    const story = Story.given(byStream, new NoteConnection('ana', 'g', true), offline('ana'), new NoteConnection('ana', 'g', false));
    story.when(new ExpireConnections(), 60_000).then({ type: 'ConnectionLost' }).when(byStream).then({ type: 'AgentSignedIn' }, { type: 'AgentStateChanged' });
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

  it('refuses offline while a wrap-up is owed', () => {
    const { story, offer } = anaIsOffered();
    story.when(accepted(offer)).when(wrapUpStarted(offer)).when(offline('ana')).thenRefused('work-open');
    story.when(wrappedUp(offer)).when(offline('ana')).then({ type: 'AgentSignedOut' });
  });

  it('leads out of RONA, and only so', () => {
    const story = Story.given(available('ana'), queued('c1/1'));
    const offer = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
    story.when(missed(offer)).then({ type: 'CapacityReleased' }, { type: 'AgentStateChanged', state: { name: 'rona' }, by: { kind: 'system' } });
    story.when(queued('c1/2')).then({ type: 'WorkQueued' });
    story.when(available('ana')).then({ type: 'AgentStateChanged', previous: 'rona', state: { name: 'available' } }, { type: 'CapacityReserved', entryId: 'c1/2' });
  });
});
