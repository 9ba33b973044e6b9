import { Inject, Injectable } from '@nestjs/common';
import {
  type ConversationView,
  type Media,
  type Message,
  type MessagePage,
  openOffers,
  Refused,
  type Tasks,
  toConversation,
  toOffer,
  toWrapUp,
} from '@parley/contracts';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import { loadViews } from './read-model.projection';

/** Finished tasks never pile up here, so this only guards against a fault elsewhere. */
const TASKS_MAX = 1_000;

/** Which messages: see {@link ReadModel.messages}. */
interface Which {
  readonly before?: string;
  readonly limit: number;
  readonly upTo: number;
}

/** What agents see, as far as the projection has come. */
@Injectable()
export class ReadModel {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async tasks(agentId: string): Promise<Tasks> {
    const { rows } = await this.pool.query<{ view: ConversationView }>(
      `select v.view from agent_task t join conversation_view v using (conversation_id) where t.agent_id = $1 limit ${TASKS_MAX}`,
      [agentId],
    );
    const views = rows.map(({ view }) => view);
    return {
      offers: views
        .flatMap((view) => openOffers(view).filter((offer) => offer.agentId === agentId))
        .sort((a, b) => a.offeredAt.localeCompare(b.offeredAt))
        .map(toOffer),
      conversations: views
        .filter((view) => view.legs.some((leg) => leg.agentId === agentId && leg.state === 'active'))
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
        .map(toConversation),
      wrapUps: views
        .flatMap((view) => view.legs.filter((leg) => leg.agentId === agentId).map((leg) => toWrapUp(view, leg)))
        .filter((wrapUp) => wrapUp !== undefined)
        .sort((a, b) => a.since.localeCompare(b.since)),
    };
  }

  async view(conversationId: string): Promise<ConversationView | undefined> {
    return (await loadViews(this.pool, [conversationId])).get(conversationId);
  }

  /** @throws Refused `not-found` */
  async message(conversationId: string, messageId: string): Promise<Message> {
    const { rows } = await this.pool.query<{ body: Message }>(
      'select body from message where conversation_id = $1 and message_id = $2',
      [conversationId, messageId],
    );
    if (!rows[0]) throw new Refused('not-found', 'there is no such message');
    return rows[0].body;
  }

  /** A file that came with a message up to `upTo`. @throws Refused `not-found` */
  async media(conversationId: string, mediaId: string, upTo: number): Promise<Media> {
    const { rows } = await this.pool.query<{ media: Media }>(
      `select body->'media' as media from message where conversation_id = $1 and revision <= $2 and body->'media'->>'mediaId' = $3 limit 1`,
      [conversationId, upTo, mediaId],
    );
    if (!rows[0]) throw new Refused('not-found', 'no message that you may read has this file');
    return rows[0].media;
  }

  /**
   * The newest `limit` messages before `before`, oldest first.
   *
   * @param before what an earlier page gave; none for the newest page
   * @param upTo the last revision that the reader may see
   */
  async messages(conversationId: string, which: Which): Promise<MessagePage> {
    const { page, before } = await this.page(conversationId, which);
    return { items: page.map(({ body }) => body), ...(before !== undefined && { before }) };
  }

  /** As {@link messages}, each with the revision that added it. */
  async page(conversationId: string, { before, limit, upTo }: Which): Promise<{ page: readonly { revision: number; body: Message }[]; before?: string }> {
    const bound = before === undefined ? upTo + 1 : Math.min(cursor(before), upTo + 1);
    const { rows } = await this.pool.query<{ revision: number; body: Message }>(
      `select revision, body from message where conversation_id = $1 and revision < $2 order by revision desc limit $3`,
      [conversationId, bound, limit + 1],
    );
    const page = rows.slice(0, limit).reverse();
    return { page, ...(rows.length > limit && { before: String(page[0]!.revision) }) };
  }
}

/** @throws Refused `invalid-request` */
function cursor(before: string): number {
  if (!/^\d{1,9}$/.test(before)) throw new Refused('invalid-request', 'before: expected what an earlier page gave');
  return Number(before);
}
