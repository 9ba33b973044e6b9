import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type InboundMessage, Refused } from '@parley/contracts';
import { type EventStore, Unprocessable } from '@parley/event-sourcing';
import { type Clock, ContactCenter } from '@parley/service-kit';
import { conversationStream } from '../conversation/conversation';
import { Dispatch } from '../conversation/conversation-commands.handler';
import { ReceiveMessage, type Thread } from '../conversation/receive-message/receive-message';
import { aliasesOf, displayName } from '../customers/customers';
import { CustomerDirectory } from '../customers/customer-directory.adapter';
import { CLOCK, EVENT_STORE } from '../tokens';
import { InboundMessageLog, type InboundState } from './inbound-message-log.adapter';
import { eachConcurrently } from './each-concurrently';
import {
  byThread,
  conversationIdFor,
  identityOf,
  messageIdOf,
  newIdentityOf,
  opensConversation,
  receiveCommandId,
  type ThreadMessages,
  toReceived,
} from './record-messages';
import { LastAgents } from './last-agents.adapter';
import { ThreadDirectory } from './thread-directory.adapter';

const THREADS_AT_ONCE = 64;

/** Puts customers' messages into their conversations: each exactly once, in order, into the one that is live or a new one. */
@Injectable()
export class InboundMessages {
  constructor(
    private readonly commands: CommandBus,
    private readonly customers: CustomerDirectory,
    private readonly log: InboundMessageLog,
    private readonly threads: ThreadDirectory,
    private readonly lastAgents: LastAgents,
    private readonly contactCenter: ContactCenter,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Unprocessable for a number that is not configured: the record can be sent again once it is */
  async record(all: readonly InboundMessage[]): Promise<void> {
    if (all.length === 0) return;
    const stranger = all.find(({ phoneNumberId }) => !this.contactCenter.number(phoneNumberId));
    if (stranger) throw new Unprocessable(`phone number id ${stranger.phoneNumberId} is not in the configuration`);
    const stateOf = await this.log.claim(all);
    const open = all.filter((message) => stateOf(message) !== 'recorded');
    if (open.length === 0) return;
    await this.customers.link(
      open.flatMap((message) => {
        const to = newIdentityOf(message);
        return to && aliasesOf(message.customer).length > 0 ? [{ from: message.customer, to }] : [];
      }),
    );
    const threads = byThread(open, await this.customers.resolve(open.map(identityOf)));
    await this.threads.prepare(threads.map(({ threadId }) => threadId));
    const episodes = new Map<string, number>();
    await eachConcurrently(threads, THREADS_AT_ONCE, async (thread) => {
      episodes.set(thread.threadId, await this.recordThread(thread, stateOf));
    });
    await this.threads.note(episodes);
    await this.log.markRecorded(open);
  }

  /** @returns the thread's newest episode afterwards */
  private async recordThread(thread: ThreadMessages, stateOf: (message: InboundMessage) => InboundState): Promise<number> {
    let episode = this.threads.episode(thread.threadId);
    for (const message of thread.messages) {
      if (stateOf(message) === 'claimed' && (await this.isInLog(thread.threadId, episode, message))) continue;
      episode = await this.recordOne(thread, message, episode);
    }
    return episode;
  }

  /** Into the newest conversation, or, when that has ended, into the one after it. */
  private async recordOne(thread: ThreadMessages, message: InboundMessage, newest: number): Promise<number> {
    for (let episode = Math.max(newest, 1); ; episode += 1) {
      if (episode > newest && !opensConversation(message)) return newest;
      try {
        const command = new ReceiveMessage(
          conversationIdFor(thread.threadId, episode),
          await this.threadOf(thread, message, { episode, isNew: episode > newest }),
          toReceived(message),
          this.clock.now(),
        );
        await this.commands.execute(new Dispatch(command, receiveCommandId(message)));
        return episode;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'conversation-ended') throw error;
      }
    }
  }

  /** Whom a new conversation prefers matters only where it begins. */
  private async threadOf(
    { threadId, customerId, phoneNumberId }: ThreadMessages,
    { customer }: InboundMessage,
    { episode, isNew }: { episode: number; isNew: boolean },
  ): Promise<Thread> {
    const number = this.contactCenter.number(phoneNumberId)!;
    const continues = episode > 1 ? conversationIdFor(threadId, episode - 1) : undefined;
    const preferredAgentId = isNew && continues ? await this.lastAgents.preferredFor(number.queue, continues) : undefined;
    return {
      threadId,
      episode,
      phoneNumberId,
      sourceNumber: number.displayNumber,
      queueId: number.queue,
      customer: {
        customerId,
        name: displayName(customer),
        phone: customer.phone ?? '',
        ...(customer.bsuid && { bsuid: customer.bsuid }),
      },
      ...(continues && { continues }),
      ...(preferredAgentId && { preferredAgentId }),
    };
  }

  /** After a crash between the append and our note of it, only the streams know. */
  private async isInLog(threadId: string, newest: number, message: InboundMessage): Promise<boolean> {
    const messageId = messageIdOf(message);
    for (let episode = newest + 1; episode >= Math.max(1, newest - 1); episode -= 1) {
      const events = await this.store.readStream(conversationStream(conversationIdFor(threadId, episode)));
      if (events.some(({ type, data }) => type === 'MessageReceived' && (data as { messageId: string }).messageId === messageId))
        return true;
    }
    return false;
  }
}
