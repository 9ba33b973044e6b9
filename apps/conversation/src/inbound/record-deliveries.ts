import { type InboundStatus, type OutboundResult, Refused, toMs } from '@parley/contracts';
import { derivedId } from '@parley/event-sourcing';
import type { Execute } from '../conversation/dispatch';
import { RecordStatus } from '../conversation/record-status/record-status';
import { eachConcurrently } from './each-concurrently';
import { type Delivered, deliveredOf, type OurMessage } from './outbound-deliveries';
import type { OutboundMessageLog } from './outbound-message-log.adapter';

const MESSAGES_AT_ONCE = 64;

/** What is to be recorded of one of our messages. */
type News = Pick<Delivered, 'status' | 'atMs' | 'error'> & { readonly message: OurMessage; readonly wamid?: string };

export interface DeliveryPorts {
  readonly execute: Execute;
  readonly messages: Pick<OutboundMessageLog, 'find' | 'park' | 'claimParked'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Matches what WhatsApp says of our messages with the messages, in whichever order the news comes. */
export class OutboundDeliveries {
  constructor(private readonly ports: DeliveryPorts) {}

  async recordStatuses(statuses: readonly InboundStatus[]): Promise<void> {
    const delivered = statuses.map(deliveredOf).filter((known) => known !== undefined);
    if (delivered.length === 0) return;
    const ours = await this.ports.messages.find(delivered.filter(({ message }) => !message).map(({ wamid }) => wamid));
    const strangers = delivered.filter(({ message, wamid }) => !message && !ours.has(wamid));
    const claimed = await this.ports.messages.park(strangers);
    const known = delivered.map((status) => ({ status, message: status.message ?? ours.get(status.wamid) ?? claimed.get(status.wamid) }));
    await this.record(known.flatMap(({ status, message }) => (message ? [{ ...status, message }] : [])));
  }

  async recordResults(results: readonly OutboundResult[]): Promise<void> {
    for (const result of results) {
      const { conversationId, messageId, status, wamid, error, at } = result;
      await this.record([{ message: { conversationId, messageId }, status, wamid, error, atMs: toMs(at) }]);
      if (wamid) await this.recordStatuses(await this.ports.messages.claimParked(wamid, { conversationId, messageId }));
    }
  }

  private async record(all: readonly News[]): Promise<void> {
    const byMessage = new Map<string, News[]>();
    for (const news of all) byMessage.set(news.message.messageId, [...(byMessage.get(news.message.messageId) ?? []), news]);
    await eachConcurrently([...byMessage.values()], MESSAGES_AT_ONCE, async (statuses) => {
      for (const { message, status, wamid, error, atMs } of statuses) {
        const command = new RecordStatus(message.conversationId, message.messageId, status, Math.min(atMs, this.ports.now()), wamid, error);
        const commandId = derivedId('status', message.messageId, status, error?.code ?? '', wamid ?? '');
        await this.ports.execute(command, commandId).catch(ignoreStrangers);
      }
    });
  }
}

/** A reference that leads to no conversation of ours was made by another installation on the same number. */
function ignoreStrangers(error: unknown): void {
  if (!(error instanceof Refused) || error.code !== 'not-found') throw error;
}
