import { Inject, Injectable } from '@nestjs/common';
import { type EventsQuery, type MessagePage, Refused } from '@parley/contracts';
import type { EventStore, RecordedEvent } from '@parley/event-sourcing';
import { conversationStream, isConversationId } from '../conversation/conversation';
import { ReadModel } from '../read-model/read-model.query';
import { ReadModelProgress } from '../read-model/read-model-progress.adapter';
import { EVENT_STORE } from '../tokens';
import { parseAsOf, transcriptOf, wasRecorded } from './as-of';
import { lastThat } from './last-that';
import { sliceOf } from './slice-of';

/**
 * What happened in a conversation, and what it was at any moment of it, as the log holds it. It is read there event by event: whoever
 * looks through what is long over takes no place in memory from what is live.
 */
@Injectable()
export class History {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly readModel: ReadModel,
    private readonly progress: ReadModelProgress,
  ) {}

  /** A page of the events up to a moment; all of them where no page is asked for. @throws Refused `not-found` · `invalid-request` */
  async events(conversationId: string, query: EventsQuery): Promise<readonly RecordedEvent[]> {
    const last = await this.last(conversationId, query.asOf);
    const { from, limit } = sliceOf(query, last?.revision ?? -1);
    return limit > 0 ? this.store.readStream(conversationStream(conversationId), { from, limit }) : [];
  }

  /**
   * The newest messages of a moment, or those before `before`: which they are the read model knows, how they were then the log.
   *
   * @throws Refused `not-found` · `invalid-request` · `unavailable` where the read model has not come so far
   */
  async messages(conversationId: string, { asOf, before, limit }: { asOf: string; before?: string; limit: number }): Promise<MessagePage> {
    const last = await this.last(conversationId, asOf);
    if (!last) return { items: [] };
    await this.progress.reached(last.position);
    const upTo = last.revision;
    const { page, before: earlier } = await this.readModel.page(conversationId, { ...(before !== undefined && { before }), limit, upTo });
    const from = page[0]?.revision;
    if (from === undefined) return { items: [] };
    const events = await this.store.readStream(conversationStream(conversationId), { from, limit: upTo + 1 - from });
    return { items: transcriptOf(events).slice(0, page.length), ...(earlier !== undefined && { before: earlier }) };
  }

  /** The last event that there is, or was at the moment; none before the beginning. */
  private async last(conversationId: string, asOf: string | undefined): Promise<RecordedEvent | undefined> {
    const moment = asOf === undefined ? undefined : parseAsOf(asOf);
    if (!isConversationId(conversationId)) throw noSuch();
    const read = async (revision: number) => (await this.store.readStream(conversationStream(conversationId), { from: revision, limit: 1 }))[0];
    const named = moment && 'revision' in moment ? await read(moment.revision) : undefined;
    const last = named ?? (await lastThat(read, (event) => !moment || wasRecorded(event, moment)));
    if (!last && !(await read(0))) throw noSuch();
    return last;
  }
}

const noSuch = () => new Refused('not-found', 'there is no such conversation');
