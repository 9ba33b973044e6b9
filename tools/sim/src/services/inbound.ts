import { ChannelInbound, type InboundMessage, type InboundStatus, type MessageStatus, type OutboundResult, Refused, toMs } from '@parley/contracts';
import {
  byThread,
  conversationIdFor,
  conversationStream,
  deliveredOf,
  messageIdOf,
  opensConversation,
  type OurMessage,
  ReceiveMessage,
  RecordStatus,
  type ThreadMessages,
  toReceived,
} from '@parley/conversation/domain';
import { type BusRecord, derivedId } from '@parley/event-sourcing';
import type { Kernel } from '../engine/kernel';
import type { Parts } from '../parts';
import type { World } from '../world';
import type { ConversationNode } from './conversation-node';

type InboundState = 'new' | 'claimed' | 'recorded';

/** What came from WhatsApp becomes part of conversations, as `InboundMessages` and `OutboundDeliveries` do it; tables are maps. */
export class Inbound {
  private readonly messages = new Map<string, Exclude<InboundState, 'new'>>();
  private readonly threads = new Map<string, number>();
  private readonly ours = new Map<string, OurMessage>();
  private readonly parked = new Map<string, InboundStatus[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly world: World,
    private readonly parts: Parts,
  ) {}

  receive(records: readonly BusRecord[], node: ConversationNode): string {
    const inbound = records.map(({ value }) => ChannelInbound.parse(value));
    const said = [
      ...this.recordMessages(inbound.filter((item): item is InboundMessage => item.kind === 'message'), node),
      ...inbound.filter((item): item is OutboundResult => item.kind === 'outbound-result').flatMap((result) => this.recordResult(result, node)),
      ...this.recordStatuses(inbound.filter((item): item is InboundStatus => item.kind === 'status'), node),
    ];
    return said.join(' ') || 'nothing new';
  }

  private recordMessages(all: readonly InboundMessage[], node: ConversationNode): readonly string[] {
    const states = new Map(all.map((message) => [message, this.claim(message)]));
    const open = all.filter((message) => states.get(message) !== 'recorded');
    if (open.length === 0) return [];
    this.kernel.faults.pass(node.name, 'having claimed messages');
    const customerIds = open.map(({ customer }) => derivedId('customer', customer.phone ?? ''));
    const said: string[] = [];
    for (const thread of byThread(open, customerIds)) {
      const { threadId } = thread;
      let episode = node.episodes.get(threadId) ?? this.threads.get(threadId) ?? 0;
      for (const message of thread.messages) {
        if (states.get(message) === 'claimed' && this.isInLog(threadId, episode, message)) continue;
        episode = this.recordOne(thread, message, episode, { node, said });
      }
      this.kernel.faults.pass(node.name, 'having recorded messages');
      this.threads.set(threadId, Math.max(this.threads.get(threadId) ?? 0, episode));
      node.episodes.set(threadId, episode);
    }
    for (const message of open) this.messages.set(keyOf(message), 'recorded');
    return said;
  }

  private claim(message: InboundMessage): InboundState {
    if (!this.parts.inboundKnowsRepeats) return 'new';
    const known = this.messages.get(keyOf(message));
    if (!known) this.messages.set(keyOf(message), 'claimed');
    return known ?? 'new';
  }

  private recordOne(thread: ThreadMessages, message: InboundMessage, newest: number, { node, said }: { node: ConversationNode; said: string[] }): number {
    for (let episode = Math.max(newest, 1); ; episode += 1) {
      if (episode > newest && !opensConversation(message)) return newest;
      const { threadId, customerId, phoneNumberId } = thread;
      const conversationId = conversationIdFor(threadId, episode);
      const number = this.world.numbers.get(phoneNumberId)!;
      const customer = { customerId, name: message.customer.name ?? '', phone: message.customer.phone ?? '' };
      const continues = episode > 1 ? { continues: conversationIdFor(threadId, episode - 1) } : {};
      const previous = episode > newest && episode > 1 ? this.lastAgent(number.queue, conversationIdFor(threadId, episode - 1), node) : undefined;
      const preferred = previous ? { preferredAgentId: previous } : {};
      const place = { threadId, episode, phoneNumberId, sourceNumber: number.displayNumber, queueId: number.queue, customer, ...continues, ...preferred };
      try {
        said.push(`${conversationId.slice(0, 4)}-${episode} ${node.execute(new ReceiveMessage(conversationId, place, toReceived(message), this.kernel.nowMs), this.parts.receiveCommandId(message))}`);
        return episode;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'conversation-ended') throw error;
      }
    }
  }

  private lastAgent(queueId: string, conversationId: string, node: ConversationNode): string | undefined {
    const queue = this.world.config.queues.find(({ id }) => id === queueId);
    return queue?.lastAgent ? node.view(conversationId).legs.findLast(({ role }) => role === 'primary')?.agentId : undefined;
  }

  private isInLog(threadId: string, newest: number, message: InboundMessage): boolean {
    const messageId = messageIdOf(message);
    for (let episode = newest + 1; episode >= Math.max(1, newest - 1); episode -= 1)
      if (this.kernel.log.read(conversationStream(conversationIdFor(threadId, episode))).some(({ type, data }) => type === 'MessageReceived' && (data as { messageId: string }).messageId === messageId))
        return true;
    return false;
  }

  private recordResult({ conversationId, messageId, status, wamid, error, at }: OutboundResult, node: ConversationNode): readonly string[] {
    const said = this.recordStatus({ conversationId, messageId }, { status, atMs: toMs(at), wamid, error }, node);
    if (!wamid) return [said];
    this.ours.set(wamid, { conversationId, messageId });
    return [said, ...this.recordStatuses(this.parked.get(wamid) ?? [], node)];
  }

  private recordStatuses(statuses: readonly InboundStatus[], node: ConversationNode): readonly string[] {
    return statuses.flatMap((record) => {
      const delivered = deliveredOf(record);
      if (!delivered) return [];
      const message = delivered.message ?? this.ours.get(delivered.wamid);
      if (message) return [this.recordStatus(message, delivered, node)];
      this.parked.set(delivered.wamid, [...(this.parked.get(delivered.wamid) ?? []), record]);
      return ['parked'];
    });
  }

  private recordStatus({ conversationId, messageId }: OurMessage, news: { status: MessageStatus; atMs: number; wamid?: string | undefined; error?: { code: string; message: string } | undefined }, node: ConversationNode): string {
    const { status, atMs, wamid, error } = news;
    const command = new RecordStatus(conversationId, messageId, status, Math.min(atMs, this.kernel.nowMs), wamid, error);
    return `${status} ${node.answer(command, derivedId('status', messageId, status, error?.code ?? '', wamid ?? ''))}`;
  }
}

const keyOf = ({ phoneNumberId, wamid }: InboundMessage) => `${phoneNumberId}/${wamid}`;
