import { accepted, available, idle, missed, offline, queued, Story, withdrawn, wrapUpStarted } from '../testing/given.testing';
import { remindConversations } from '../remind-conversations/remind-conversations';
import { ExpireConnections, GATEWAY_SILENT_MS, isConnectionDue, NoteConnection, NoteConnections } from './note-connection';

const opens = (agentId: string, gatewayId = 'g1') => new NoteConnection(agentId, gatewayId, true);
const closes = (agentId: string, gatewayId = 'g1') => new NoteConnection(agentId, gatewayId, false);
const expire = new ExpireConnections();
const GRACE = 60_000;
const LOST = { type: 'AgentStateChanged', agentId: 'ana', state: { name: 'idle', reason: 'connection-lost' }, by: { kind: 'system' } };

/** Ana is in c1, is offered c2, and has had a live stream that closed a second ago. */
function anaIsGone() {
  const story = Story.given(available('ana'), opens('ana'), queued('c1/1'));
  const active = { conversationId: 'c1', offerId: story.offerOf('ana'), agentId: 'ana' };
  story.when(accepted(active)).when(queued('c2/1'));
  const asked = { conversationId: 'c2', offerId: story.offerOf('ana'), agentId: 'ana' };
  story.when(closes('ana')).then({ type: 'AgentDisconnected', agentId: 'ana', gatewayId: 'g1' });
  return { story, active, asked };
}

describe('an agent without a live stream', () => {
  it('is lost when the grace time is over, at the very millisecond: idle, and their work goes on without them', () => {
    const { story, active, asked } = anaIsGone();
    story.when(expire, GRACE - 1).then();
    story.when(expire, 1).then({ type: 'ConnectionLost', agentId: 'ana' }, LOST, { type: 'PlaceRecalled', offerId: active.offerId }, { type: 'PlaceRecalled', offerId: asked.offerId });
    story.thenAsked(
      { type: 'ReleaseAgent', conversationId: 'c1', agentId: 'ana', legId: active.offerId },
      { type: 'WithdrawOffer', conversationId: 'c2', offerId: asked.offerId, cause: 'agent-disconnected' },
    );
    story.when(expire, GRACE).then();
  });

  it('is asked about again until the conversations have answered', () => {
    const { story, active, asked } = anaIsGone();
    story.when(expire, GRACE);
    expect(remindConversations(story.state)).toEqual(expect.arrayContaining([...story.commands]));
    story.when(wrapUpStarted(active)).when(withdrawn(asked));
    expect(remindConversations(story.state)).toEqual([]);
  });

  it('is not lost when they come back in time, on whichever gateway', () => {
    const { story } = anaIsGone();
    story.when(opens('ana', 'g2'), GRACE - 2).then({ type: 'AgentConnected', gatewayId: 'g2' }).when(expire, GRACE).then();
    expect(story.state.stateOf('ana')).toMatchObject({ name: 'available' });
  });

  it('is there while any of several streams is open', () => {
    const story = Story.given(available('ana'), opens('ana', 'g1'), opens('ana', 'g2'), opens('ana', 'g2')).then();
    story.when(closes('ana', 'g1')).when(expire, 10 * GRACE).then();
    story.when(closes('ana', 'g2')).when(expire, GRACE).then({ type: 'ConnectionLost' }, LOST);
  });

  it('is never lost who never had one', () => {
    Story.given(available('ana'), queued('c1/1'), closes('ana')).then().when(expire, 10 * GRACE).then();
  });

  it('shows a sign of life by choosing a state or by accepting', () => {
    const chose = anaIsGone().story;
    chose.when(available('ana'), GRACE - 1).then({ type: 'AgentWasActive', agentId: 'ana' }).when(expire, GRACE - 1).then();
    chose.when(expire, 1).then({ type: 'ConnectionLost' }, LOST, { type: 'PlaceRecalled' }, { type: 'PlaceRecalled' });
    const { story, asked } = anaIsGone();
    story.when(accepted(asked), GRACE - 1).then({ type: 'CapacityCommitted' }, { type: 'AgentWasActive' }).when(expire, GRACE - 1).then();
  });

  it('stays in RONA and offline, and keeps their reason when idle with nothing open', () => {
    const inRona = anaIsGone();
    inRona.story.when(missed(inRona.asked)).when(expire, GRACE).then({ type: 'ConnectionLost' }, { type: 'PlaceRecalled', offerId: inRona.active.offerId });
    Story.given(available('ana'), opens('ana'), offline('ana'), closes('ana')).when(expire, GRACE).then({ type: 'ConnectionLost' });
    Story.given(idle('ana', 'lunch'), opens('ana'), closes('ana')).when(expire, GRACE).then({ type: 'ConnectionLost' });
  });

  it('still owes the wrap-ups that they owed', () => {
    const { story, active, asked } = anaIsGone();
    story.when(wrapUpStarted(active)).when(withdrawn(asked)).when(expire, GRACE).then({ type: 'ConnectionLost' }, LOST).thenAsked();
    expect(story.state.capacityOf('ana').used).toBe(1);
  });

  it('is offered again what they lost when they come back', () => {
    const { story, active } = anaIsGone();
    story.when(expire, GRACE).when(wrapUpStarted(active)).when(queued('c1/2')).thenAsked();
    story.when(opens('ana')).when(idle('ana', 'lunch')).then({ type: 'AgentStateChanged', previous: 'idle', state: { reason: 'lunch' } });
  });
});

describe('what gateways say', () => {
  it('is that those whom they do not name have no stream there', () => {
    const story = Story.given(available('ana'), available('ben'), opens('ana'), opens('ben'), opens('cleo', 'g2'));
    story.when(new NoteConnections('g1', ['ana', 'cleo', 'stranger'])).then({ type: 'AgentDisconnected', agentId: 'ben' }, { type: 'AgentConnected', agentId: 'cleo', gatewayId: 'g1' }, { type: 'GatewayHeard', gatewayId: 'g1' });
    story.when(new NoteConnections('g1', ['ana', 'cleo'])).then();
    story.when(new NoteConnections('g1', [])).then({ type: 'AgentDisconnected', agentId: 'ana' }, { type: 'AgentDisconnected', agentId: 'cleo' });
  });

  it('is over when a gateway is silent for too long', () => {
    const story = Story.given(available('ana'), new NoteConnections('g1', ['ana']));
    story.when(expire, GATEWAY_SILENT_MS - 1).then();
    story.when(expire, 1).then({ type: 'AgentDisconnected', agentId: 'ana', gatewayId: 'g1' });
    story.when(expire, GRACE).then({ type: 'ConnectionLost' }, LOST);
  });

  it('is waited for by a process that could not hear it', () => {
    const { story } = anaIsGone();
    const startedAtMs = story.atMs + 10 * GRACE;
    const since = new ExpireConnections(startedAtMs);
    expect(isConnectionDue(story.state, since, startedAtMs + GRACE - 1)).toBe(false);
    expect(isConnectionDue(story.state, since, startedAtMs + GRACE)).toBe(true);
    story.when(since, 10 * GRACE).then();
  });
});
