import { z } from 'zod';
import { TemplateParameter } from '../config/template';
import { Target } from '../conversation/parts';

export const TokenRequest = z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) });

export const SetState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('available') }),
  z.object({ state: z.literal('idle'), reason: z.string().optional() }),
  z.object({ state: z.literal('offline') }),
]);
export type SetState = z.infer<typeof SetState>;

export const AcceptRequest = z.object({ offerId: z.string().min(1).max(200) });

const messageId = z.string().min(1).max(200);

/** `text` is measured by the server against 4096 code points, with an error code of its own; `parameters` are as many as the template's placeholders. */
export const SendMessageRequest = z.discriminatedUnion('type', [
  z.object({ messageId, type: z.literal('text'), text: z.string() }),
  z.object({ messageId, type: z.literal('template'), templateId: z.string().min(1).max(64), parameters: z.array(TemplateParameter).max(100).optional() }),
]);
export type SendTemplateRequest = Extract<z.infer<typeof SendMessageRequest>, { type: 'template' }>;

export const TargetRequest = z.object({ target: Target });
export const RemoveRequest = z.object({ agentId: z.string().min(1) });
/** `legId` names the wrap-up where the caller owes several for one conversation; without it the oldest is meant. */
export const WrapUpRequest = z.object({ reasonId: z.string().min(1).max(200), legId: z.string().min(1).max(200).optional() });

export const PageQuery = z.object({
  before: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  asOf: z.string().max(64).optional(),
});
/** `asOf`: an instant (ISO 8601) or a revision; the answer is what it would have been then. For supervisors. */
export const AsOfQuery = z.object({ asOf: z.string().max(64).optional() });
export type AsOfQuery = z.infer<typeof AsOfQuery>;

const Revision = z.string().regex(/^\d{1,9}$/, 'expected a revision').transform(Number);
/**
 * Which events of a conversation: those after a revision, before one, up to a moment; all of them when nothing is given. With `limit`
 * the first after `after` where that is given, otherwise the newest.
 */
export const EventsQuery = AsOfQuery.extend({
  after: Revision.optional(),
  before: Revision.optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export type EventsQuery = z.infer<typeof EventsQuery>;

export const SearchQuery = z.object({ search: z.string().max(200).optional() });
export const ReasonsQuery = SearchQuery.extend({ lang: z.string().max(35).optional() });

/** Those for `queue`, where one is named, in the language asked for. */
export const CannedResponsesQuery = z.object({ queue: z.string().max(64).optional(), lang: z.string().max(35).optional() });
export type CannedResponsesQuery = z.infer<typeof CannedResponsesQuery>;
/** As for canned responses; a template's own language is what it is. */
export const TemplatesQuery = CannedResponsesQuery;
export type TemplatesQuery = z.infer<typeof TemplatesQuery>;

export type AcceptRequest = z.infer<typeof AcceptRequest>;
export type TargetRequest = z.infer<typeof TargetRequest>;
export type RemoveRequest = z.infer<typeof RemoveRequest>;
export type WrapUpRequest = z.infer<typeof WrapUpRequest>;
export type PageQuery = z.infer<typeof PageQuery>;
