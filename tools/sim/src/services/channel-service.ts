import { type InboundMessage, type InboundStatus, inboundKey, type OutboundResult, outboundReference, toIso, TOPICS } from '@parley/contracts';
import { type BusRecord, Unreachable } from '@parley/event-sourcing';
import { Crashed } from '../engine/faults';
import type { Kernel, Process } from '../engine/kernel';
import type { Life } from '../engine/life';
import type { Parts } from '../parts';
import { Consumer } from '../plumbing/consumer';
import { conversationEventOf } from '../plumbing/published';
import type { World } from '../world';

export const CHANNEL = 'channel';
const WEBHOOK_RETRY_MS = 2_000;
const STATUSES = ['sent', 'delivered', 'read'] as const;

/**
 * WhatsApp and the service that talks to it: what it acknowledged is on the topic, it repeats what was not acknowledged, and it says
 * what became of our messages in any order and more than once.
 */
export class ChannelService implements Process {
  readonly name = CHANNEL;
  readonly consumer: Consumer;
  /** Messages whose webhook was acknowledged, by wamid. */
  readonly acknowledged = new Map<string, InboundMessage>();
  /** The highest word about each of our messages; absent for those that failed. */
  readonly said = new Map<string, (typeof STATUSES)[number]>();
  private readonly dispatched = new Map<string, 'begun' | 'done'>();

  constructor(
    private readonly kernel: Kernel,
    world: World,
    { deliver }: Parts,
  ) {
    kernel.add(this);
    const handle = async (records: readonly BusRecord[], life: Life) => {
      for (const record of records) await this.dispatch(record, life);
    };
    this.consumer = new Consumer(kernel, { group: CHANNEL, topic: TOPICS.conversationEvents, members: [CHANNEL], lagMs: world.temper.lagMs, deliver, handle });
  }

  start(): void {} // nothing is only in memory

  /** A customer's message, or its repetition. */
  async webhook(message: InboundMessage): Promise<string> {
    const life = this.kernel.life(CHANNEL);
    if (!life) return this.again(message);
    try {
      await life.answer(this.take(message, life));
      return `${message.wamid} taken`;
    } catch (error) {
      if (error instanceof Crashed || error instanceof Unreachable) return this.again(message);
      throw error;
    }
  }

  private async take(message: InboundMessage, life: Life): Promise<void> {
    await life.pass('taking a webhook');
    this.put(inboundKey(message.phoneNumberId, message.customer), message);
    await life.pass('having taken a webhook');
    this.acknowledged.set(message.wamid, message);
  }

  private again(message: InboundMessage): string {
    this.kernel.agenda.at(this.kernel.nowMs + WEBHOOK_RETRY_MS, 'WhatsApp again', () => this.webhook(message));
    return `${message.wamid} not taken`;
  }

  private async dispatch(record: BusRecord, life: Life): Promise<void> {
    const { subject: conversationId, event } = conversationEventOf(record);
    if (event.type !== 'MessageSent' || this.dispatched.get(event.messageId) === 'done') return;
    const { messageId, phoneNumberId, to } = event;
    const result = { kind: 'outbound-result', conversationId, messageId, at: toIso(this.kernel.nowMs) } as const;
    if (this.dispatched.get(messageId) === 'begun') {
      this.dispatched.set(messageId, 'done');
      this.later(300, messageId, 'doubt', { ...result, status: 'pending', error: { code: 'delivery-uncertain', message: 'nobody knows' } });
      return;
    }
    this.dispatched.set(messageId, 'begun');
    await life.pass('calling WhatsApp');
    const wamid = `wamid.out.${messageId}`;
    this.speak({ phoneNumberId, wamid, messageId, conversationId, to: to.phone ?? '' });
    await life.pass('having called WhatsApp');
    this.dispatched.set(messageId, 'done');
    this.later(500, messageId, 'result', { ...result, status: 'pending', wamid });
  }

  /** What WhatsApp will say of a message, each word at its own time, some twice; rarely that it failed. */
  private speak({ phoneNumberId, wamid, messageId, conversationId, to }: { phoneNumberId: string; wamid: string; messageId: string; conversationId: string; to: string }): void {
    const hasReference = this.kernel.luck('reference', messageId) < 0.5;
    const fails = this.kernel.luck('fails', messageId) < 0.1;
    const words = fails ? (['failed'] as const) : STATUSES;
    for (const status of words) {
      const at = toIso(this.kernel.nowMs);
      const record: InboundStatus = {
        kind: 'status',
        phoneNumberId,
        wamid,
        status,
        channelTimestamp: at,
        receivedAt: at,
        raw: { to },
        // Without it only the answer of our call connects the two, and a crash may have lost that answer.
        ...(hasReference && { reference: outboundReference(conversationId, messageId) }),
      };
      if (hasReference && !fails) this.said.set(messageId, 'read');
      for (let copy = this.kernel.luck('twice', messageId, status) < 0.2 ? 2 : 1; copy > 0; copy -= 1) this.later(8_000, messageId, `${status}${copy}`, record);
    }
  }

  private later(mostMs: number, messageId: string, what: string, record: InboundStatus | OutboundResult): void {
    const key = record.kind === 'status' ? `${record.phoneNumberId}:status` : record.conversationId;
    this.kernel.agenda.at(this.kernel.nowMs + this.kernel.delay(mostMs, messageId, what), 'WhatsApp', () => {
      this.put(key, record);
      return `${messageId} ${what}`;
    });
  }

  private put(key: string, value: object): void {
    this.kernel.bus.publish(TOPICS.channelInbound, [{ key, value }]);
  }
}
