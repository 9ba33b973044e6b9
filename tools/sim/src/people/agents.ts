import { audience, type ConversationView, Refused, type SetState, type Target } from '@parley/contracts';
import { checkTarget, type ConversationCommand, type DirectOffer, EndConversation, handingOver, joinedAgent, noConversation, ReassignConversation, RequestConference, RequestTransfer } from '@parley/conversation/domain';
import { HoldPlace, LetPlaceGo, SetAgentState, SignInAgent } from '@parley/routing/domain';
import { pick } from '../engine/dice';
import { Crashed } from '../engine/faults';
import type { Kernel } from '../engine/kernel';
import type { ConversationService } from '../services/conversation-service';
import type { RoutingService } from '../services/routing-service';
import type { World } from '../world';
import { type Choice, choicesIn, choose, mischiefIn, type Moment } from './tasks';

/** Who asks whom to take over or to join, and what the dice say. */
interface Asked {
  readonly kind: 'transfer' | 'conference';
  readonly view: ConversationView;
  readonly target: Target;
  readonly who: string;
  readonly messageId: string;
  readonly chance: number;
  readonly whom: number;
}

/** The people at the desktops: each act is one click, by the dice, on what their screen shows. */
export class Agents {
  constructor(
    private readonly kernel: Kernel,
    private readonly world: World,
    private readonly services: { conversation: ConversationService; routing: RoutingService },
  ) {}

  async act(agentId: string, dice: readonly number[], id: number): Promise<string> {
    const [what = 0, which = 0, how = 0, whom = 0] = dice;
    const moment: Moment = { agentId, nowMs: this.kernel.nowMs, messageId: `m${id}`, chance: how, world: this.world };
    const state = this.stateOf(agentId);
    if (state !== 'available' && what < 0.6) return this.setState(agentId, what < 0.05 ? 'sign-in' : { state: 'available' }, whom);
    const { temper } = this.world;
    if (what > 1 - temper.mischief) return this.mischief(moment, which, whom);
    if (what < 0.04 * temper.away) return this.setState(agentId, which < 0.6 ? { state: 'idle', ...(how < 0.5 && { reason: 'lunch' }) } : { state: 'offline' }, whom);
    if (what < 0.3 * temper.away) return 'is away';
    const choices = this.tasksOf(agentId).flatMap((view) => choicesIn(view, moment));
    const choice = choose(choices, which);
    return choice ? this.carryOut(choice, moment, whom) : 'has nothing to do';
  }

  /** A supervisor ends a conversation, moves it to a queue or to an agent, or takes it over. */
  async supervise([which = 0, whom = 0, how = 0]: readonly number[], id: number): Promise<string> {
    const view = pick([...this.services.conversation.readModel.views.values()], which);
    if (!view) return 'sees nothing';
    const { conversationId } = view;
    const messageId = `supervise-${id}`;
    if (how < 0.3) return this.send(new EndConversation(conversationId, 'supervisor', true, this.kernel.nowMs), messageId, whom);
    const agentId = pick(this.world.agents, whom)!;
    const supervisor = how < 0.5 ? { id: agentId, name: agentId } : { id: 'supervisor', name: 'supervisor' };
    const target: Target = how < 0.7 ? { type: 'agent', id: agentId } : { type: 'queue', id: pick(this.world.queues, whom)! };
    const move = (direct?: DirectOffer) => new ReassignConversation(conversationId, target, supervisor, this.kernel.nowMs, direct);
    if (target.type === 'queue') return this.send(move(), messageId, whom);
    return this.withPlace({ kind: 'transfer', view, target, who: 'supervisor', messageId, chance: how, whom }, move);
  }

  /** The agent takes everything, writes nothing and ends everything: what is under way gets done, if it can. */
  async finish(agentId: string, round: number): Promise<string | undefined> {
    const now = this.kernel.nowMs;
    if (this.stateOf(agentId) !== 'available') return this.setState(agentId, { state: 'available' }, 0);
    const moment: Moment = { agentId, nowMs: now, messageId: `finish-${round}`, chance: 0, world: this.world };
    const wanted = ['AcceptOffer', 'ApplyWrapUp', 'EndConversation', 'EndConference'];
    const asked = this.tasksOf(agentId).flatMap((view) =>
      choicesIn(view, moment)
        .filter(({ command }) => command && wanted.includes(command.type))
        .map(({ command }) => this.send(command!, `finish-${round}-${agentId}-${command!.type}-${view.conversationId}`, 0)),
    );
    const said = await Promise.all(asked);
    return said.length > 0 ? said.join(' ') : undefined;
  }

  /** A supervisor ends what every agent has rejected. */
  endRefused(conversationId: string, round: number): Promise<string> {
    return this.send(new EndConversation(conversationId, 'supervisor', true, this.kernel.nowMs), `refused-${round}-${conversationId}`, 0);
  }

  private async carryOut({ command, handOver }: Choice, moment: Moment, whom: number): Promise<string> {
    if (handOver) return this.handOver(handOver, moment, whom);
    const id = 'offerId' in command! ? `${command.type}-${command.offerId}-${moment.agentId}` : moment.messageId;
    // A double click, or a client that got no answer.
    if (moment.chance > 0.9) this.kernel.agenda.at(this.kernel.nowMs + 1 + Math.floor(whom * 2_000), `${moment.agentId} again`, () => this.send(command!, id, 1 - whom));
    return this.send(command!, id, whom);
  }

  /** As the API does it: the agent's place first, the conversation second, and other things may happen between. */
  private async handOver({ kind, conversationId }: NonNullable<Choice['handOver']>, moment: Moment, whom: number): Promise<string> {
    const { agentId, nowMs, chance, messageId } = moment;
    const Request = kind === 'transfer' ? RequestTransfer : RequestConference;
    if (chance < 0.4) return this.send(new Request(conversationId, { type: 'queue', id: pick(this.world.queues, whom)! }, agentId, nowMs), messageId, whom);
    const target: Target = { type: 'agent', id: pick(this.world.agents, whom)! };
    const node = this.services.conversation.upNode(whom);
    if (!node) return 'refused unavailable';
    try {
      const view = await node.view(conversationId);
      handingOver({ ...noConversation, view }, agentId, kind);
      if (kind === 'transfer' && joinedAgent(view, target)) return await this.send(new Request(conversationId, target, agentId, nowMs), messageId, whom);
      checkTarget({ ...noConversation, view }, target, agentId, this.world.rules);
      return await this.withPlace({ kind, view, target, who: agentId, messageId, chance, whom }, (direct) => new Request(conversationId, target, agentId, this.kernel.nowMs, direct));
    } catch (error) {
      if (error instanceof Refused) return `${kind} refused ${error.code}`;
      throw error;
    }
  }

  /** The agent's place first, the conversation some time later. */
  private async withPlace({ kind, view, target, who, messageId, chance, whom }: Asked, request: (direct: DirectOffer) => ConversationCommand): Promise<string> {
    const { conversationId, queue } = view;
    const offerId = `direct-${messageId}`;
    const offerTimeoutSeconds = this.world.config.queues.find(({ id }) => id === queue.id)?.offerTimeoutSeconds ?? 30;
    const held = await this.services.routing.call(new HoldPlace({ offerId, conversationId, agentId: target.id, queueId: queue.id, kind }), chance);
    if (held.startsWith('refused')) return `${kind} to ${target.id} ${held}`;
    const direct: DirectOffer = { offerId, agentId: target.id, agentName: target.id, offerTimeoutSeconds };
    this.kernel.agenda.at(this.kernel.nowMs + this.kernel.delay(100, offerId), `${who} ${kind}`, async () => {
      const answer = await this.send(request(direct), messageId, whom);
      if (answer.startsWith('refused') && answer !== 'refused unavailable') await this.services.routing.call(new LetPlaceGo(offerId), whom);
      return answer;
    });
    return `${kind} to ${target.id}: place held`;
  }

  private async mischief(moment: Moment, which: number, whom: number): Promise<string> {
    const view = pick([...this.services.conversation.readModel.views.values()], which);
    if (!view) return this.setState(moment.agentId, { state: 'offline' }, whom);
    return this.send(mischiefIn(view, moment), `mischief-${moment.messageId}`, whom);
  }

  /** The service's own clock says when it came. */
  private async send(asked: ConversationCommand, commandId: string, whom: number): Promise<string> {
    const command = Object.assign(Object.create(Object.getPrototypeOf(asked) as object), asked, { atMs: this.kernel.nowMs }) as ConversationCommand;
    const node = this.services.conversation.upNode(whom);
    if (!node) return 'refused unavailable';
    try {
      const answer = await node.answer(command, commandId);
      if (answer !== 'refused unavailable') return answer.startsWith('refused') ? answer : `${command.type} ${answer}`;
    } catch (error) {
      if (!(error instanceof Crashed)) throw error;
    }
    // The caller does not know what became of it and asks again.
    this.kernel.agenda.at(this.kernel.nowMs + 500, 'client again', () => this.send(command, commandId, 1 - whom));
    return `${command.type} unanswered`;
  }

  private async setState(agentId: string, wanted: SetState | 'sign-in', chance: number): Promise<string> {
    const said = await this.services.routing.call(wanted === 'sign-in' ? new SignInAgent(agentId) : new SetAgentState(agentId, wanted), chance);
    return `${wanted === 'sign-in' ? wanted : wanted.state} ${said}`;
  }

  private stateOf = (agentId: string) => this.services.routing.upNode(0)?.state.stateOf(agentId)?.name ?? 'offline';

  private tasksOf = (agentId: string): readonly ConversationView[] =>
    [...this.services.conversation.readModel.views.values()].filter((view) => !view.closed && audience(view).includes(agentId));
}
