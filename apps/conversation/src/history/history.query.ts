import { Inject, Injectable } from '@nestjs/common';
import { type EventsQuery, type MessagePage, Refused } from '@parley/contracts';
import type { EventStore, RecordedEvent } from '@parley/event-sourcing';
import { begun, conversationStream, isConversationId } from '../conversation/conversation';
import type { ConversationStreams } from '../conversation/dispatch';
import { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { EVENT_STORE, STREAMS } from '../tokens';
import { eventsAsOf, parseAsOf, transcriptOf } from './as-of';
import { sliceOf } from './slice-of';

/** What happened in a conversation, and what it was at any moment of it, as the log holds it. */
@Injectable()
export class History {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(STREAMS) private readonly streams: ConversationStreams,
    private readonly readModel: ReadModel,
    private readonly progress: ReadModelProgress,
  ) {}

  /** A page of the events up to a moment; all of them where no page is asked for. @throws Refused `not-found` · `invalid-request` */
  async events(conversationId: string, query: EventsQuery): Promise<readonly RecordedEvent[]> {
    const last = await this.lastRevision(conversationId, query.asOf);
    const { from, limit } = sliceOf(query, last);
    return limit > 0 ? this.store.readStream(conversationStream(conversationId), { from, limit }) : [];
  }

  /**
   * The newest messages of a moment, or those before `before`: which they are the read model knows, how they were then the log.
   *
   * @throws Refused `not-found` · `invalid-request`
   */
  async messages(conversationId: string, { asOf, before, limit }: { asOf: string; before?: string; limit: number }): Promise<MessagePage> {
    const upTo = await this.lastRevision(conversationId, asOf);
    const { page, before: earlier } = await this.readModel.page(conversationId, { ...(before !== undefined && { before }), limit, upTo });
    const from = page[0]?.revision;
    if (from === undefined) return { items: [] };
    const events = await this.store.readStream(conversationStream(conversationId), { from, limit: upTo + 1 - from });
    return { items: transcriptOf(events).slice(0, page.length), ...(earlier !== undefined && { before: earlier }) };
  }

  /** The revision that the conversation has now, or had at the moment; -1 before its beginning. */
  private async lastRevision(conversationId: string, asOf: string | undefined): Promise<number> {
    if (!isConversationId(conversationId)) throw new Refused('not-found', 'there is no such conversation');
    const moment = asOf === undefined ? undefined : parseAsOf(asOf);
    const stream = conversationStream(conversationId);
    const { state, position } = await this.streams.load(stream);
    const { revision } = begun(state).view;
    await this.progress.reached(position);
    if (moment === undefined) return revision;
    if ('revision' in moment) return Math.min(moment.revision, revision);
    return eventsAsOf(await this.store.readStream(stream), moment).at(-1)?.revision ?? -1;
  }
}
