import { type InboundMessage, Refused } from '@parley/contracts';
import { type EventStore, Unprocessable } from '@parley/event-sourcing';
import { conversationStream } from '../conversation/conversation';
import type { Execute } from '../conversation/dispatch';
import { opensConversation, ReceiveMessage, type Thread } from '../conversation/receive-message/receive-message';
import type { CustomerDirectory } from '../customers/customer-directory.adapter';
import { aliasesOf, toldName } from '../customers/customers';
import { eachConcurrently } from './each-concurrently';
import type { InboundMessageLog, InboundState } from './inbound-message-log.adapter';
import type { LastAgents } from './last-agents';
import type { ParkedMessages } from './parked/parked-messages.adapter';
import {
  byThread,
  conversationIdFor,
  identityOf,
  messageIdOf,
  newIdentityOf,
  receiveCommandId,
  targetWamidOf,
  type ThreadMessages,
  toReceived,
} from './record-messages';
import type { ThreadDirectory } from './thread-directory.adapter';

export interface InboundPorts {
  readonly execute: Execute;
  readonly customers: Pick<CustomerDirectory, 'link' | 'resolve'>;
  readonly log: Pick<InboundMessageLog, 'claim' | 'markRecorded'>;
  readonly threads: Pick<ThreadDirectory, 'prepare' | 'episode' | 'note'>;
  readonly parked: Pick<ParkedMessages, 'park' | 'unpark' | 'waitingFor'>;
  readonly lastAgents: Pick<LastAgents, 'preferredFor'>;
  /** Of the configuration. */
  readonly number: (phoneNumberId: string) => { readonly queue: string; readonly displayNumber: string } | undefined;
  readonly store: Pick<EventStore, 'readStream'>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Where a batch's messages of a thread are. */
interface Placed {
  /** The thread's newest episode afterwards. */
  readonly newest: number;
  /** By wamid; what is parked has none. */
  readonly episodes: ReadonlyMap<string, number>;
}

type WaitingFor = Awaited<ReturnType<InboundPorts['parked']['waitingFor']>>;

const THREADS_AT_ONCE = 64;

/** Puts customers' messages into their conversations: each exactly once, in order, into the one that is live or a new one. */
export class InboundMessages {
  constructor(private readonly ports: InboundPorts) {}

  /** @throws Unprocessable for a number that is not configured: the record can be sent again once it is */
  async record(all: readonly InboundMessage[]): Promise<void> {
    if (all.length === 0) return;
    const stranger = all.find(({ phoneNumberId }) => !this.ports.number(phoneNumberId));
    if (stranger) throw new Unprocessable(`phone number id ${stranger.phoneNumberId} is not in the configuration`);
    const stateOf = await this.ports.log.claim(all);
    const open = all.filter((message) => stateOf(message) !== 'recorded');
    if (open.length === 0) return;
    await this.ports.customers.link(
      open.flatMap((message) => {
        const to = newIdentityOf(message);
        return to && aliasesOf(message.customer).length > 0 ? [{ from: message.customer, to }] : [];
      }),
    );
    const threads = byThread(open, await this.ports.customers.resolve(open.map(identityOf)));
    await this.ports.threads.prepare(threads.map(({ threadId }) => threadId));
    const waitingFor = await this.ports.parked.waitingFor(open);
    const placed = new Map<string, Placed>();
    await eachConcurrently(threads, THREADS_AT_ONCE, async (thread) => {
      placed.set(thread.threadId, await this.recordThread(thread, stateOf, waitingFor));
    });
    await this.recordParkedMeanwhile(threads, placed);
    await this.ports.threads.note(new Map([...placed].map(([threadId, { newest }]) => [threadId, newest])));
    await this.ports.log.markRecorded(open);
  }

  private async recordThread(thread: ThreadMessages, stateOf: (message: InboundMessage) => InboundState, parkedFor: WaitingFor): Promise<Placed> {
    let newest = this.ports.threads.episode(thread.threadId);
    const inLog = thread.messages.some((message) => stateOf(message) === 'claimed') ? await this.inLog(thread.threadId, newest) : undefined;
    const episodes = new Map<string, number>();
    const early: InboundMessage[] = [];
    for (const message of thread.messages) {
      const known = stateOf(message) === 'claimed' ? inLog?.get(messageIdOf(message)) : undefined;
      const episode = known ?? (await this.recordOrPark(thread, message, newest));
      if (episode === undefined) {
        early.push(message);
        continue;
      }
      newest = Math.max(newest, episode);
      episodes.set(message.wamid, episode);
      const waiting = [...parkedFor(message), ...early.filter((one) => targetWamidOf(one) === message.wamid)];
      for (const one of waiting) await this.recordBeside(thread, one, episode);
    }
    return { newest, episodes };
  }

  /** What another process parked while what it is about was in hand here. */
  private async recordParkedMeanwhile(threads: readonly ThreadMessages[], placed: ReadonlyMap<string, Placed>): Promise<void> {
    const waitingFor = await this.ports.parked.waitingFor(threads.flatMap(({ messages }) => messages));
    await eachConcurrently(threads, THREADS_AT_ONCE, async (thread) => {
      for (const message of thread.messages) {
        const episode = placed.get(thread.threadId)?.episodes.get(message.wamid);
        if (episode !== undefined) for (const one of waitingFor(message)) await this.recordBeside(thread, one, episode);
      }
    });
  }

  /** @returns its episode; undefined where it is parked */
  private async recordOrPark(thread: ThreadMessages, message: InboundMessage, newest: number): Promise<number | undefined> {
    const episode = await this.recordOne(thread, message, newest);
    const target = targetWamidOf(message);
    if (episode !== undefined || target === undefined) return episode;
    await this.ports.parked.park(message, target);
    // Another process may have what it is about in hand: either that sees it parked, or it is in the log by now.
    const late = await this.recordOne(thread, message, newest);
    if (late !== undefined) await this.ports.parked.unpark(message);
    return late;
  }

  /** What waited goes where the message is that it is about, and nowhere else: it may be there already. Nothing changes what is over. */
  private async recordBeside(thread: ThreadMessages, message: InboundMessage, episode: number): Promise<void> {
    try {
      await this.receive(thread, message, { episode, isNew: false });
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'conversation-ended') throw error;
    }
  }

  /** Into the newest conversation, or, when that has ended, into the one after it; nowhere where that is not there and it begins none. */
  private async recordOne(thread: ThreadMessages, message: InboundMessage, newest: number): Promise<number | undefined> {
    for (let episode = Math.max(newest, 1); ; episode += 1) {
      try {
        await this.receive(thread, message, { episode, isNew: episode > newest && opensConversation(message) });
        return episode;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code === 'not-found') return undefined;
        if (error.code !== 'conversation-ended') throw error;
      }
    }
  }

  private async receive(thread: ThreadMessages, message: InboundMessage, at: { episode: number; isNew: boolean }): Promise<void> {
    const conversationId = conversationIdFor(thread.threadId, at.episode);
    const command = new ReceiveMessage(conversationId, await this.threadOf(thread, message, at), toReceived(message), this.ports.now());
    await this.ports.execute(command, receiveCommandId(message));
  }

  /** Whom a new conversation prefers matters only where it begins. */
  private async threadOf(
    { threadId, customerId, phoneNumberId }: ThreadMessages,
    message: InboundMessage,
    { episode, isNew }: { episode: number; isNew: boolean },
  ): Promise<Thread> {
    const number = this.ports.number(phoneNumberId)!;
    const { phone = '', bsuid } = newIdentityOf(message) ?? message.customer;
    const continues = episode > 1 ? conversationIdFor(threadId, episode - 1) : undefined;
    const preferredAgentId = isNew && continues ? await this.ports.lastAgents.preferredFor(number.queue, continues) : undefined;
    return {
      threadId,
      episode,
      phoneNumberId,
      sourceNumber: number.displayNumber,
      queueId: number.queue,
      customer: { customerId, name: toldName(message.customer), phone, ...(bsuid && { bsuid }) },
      ...(continues && { continues }),
      ...(preferredAgentId && { preferredAgentId }),
    };
  }

  /**
   * The episodes of the messages, by id, that the thread's conversations hold, from the one before `newest` to the last: after a crash between the
   * append and our note of it, only the streams know. Read once for all that the crash left of the thread.
   */
  private async inLog(threadId: string, newest: number): Promise<ReadonlyMap<string, number>> {
    const episodes = new Map<string, number>();
    for (let episode = Math.max(1, newest - 1); ; episode += 1) {
      const events = await this.ports.store.readStream(conversationStream(conversationIdFor(threadId, episode)));
      if (events.length === 0 && episode > newest) return episodes;
      for (const { type, data } of events) if (type === 'MessageReceived') episodes.set((data as { messageId: string }).messageId, episode);
    }
  }
}
