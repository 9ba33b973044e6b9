import { z } from 'zod';
import { type GraphRefusal, invalidParameter, missingParameter, unsupportedType } from './graph-errors';
import { type ApprovedTemplate, templateMessage } from './template';

const TEXT_MAX = 4096;
const REFERENCE_BYTES_MAX = 512;
/** The types whose content stands under a key of the same name. */
const TYPES = ['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts', 'reaction', 'interactive', 'template'];

const Body = z.record(z.string(), z.unknown());
type Body = z.infer<typeof Body>;

export type SendRequest =
  | { readonly kind: 'read'; readonly wamid: string; readonly typing: boolean }
  | {
      readonly kind: 'message';
      /** As given: phone, or BSUID. */
      readonly to: { readonly phone: string } | { readonly bsuid: string };
      readonly type: string;
      readonly text: string;
      readonly reference?: string;
    };

/** What the business asks for, or how Meta would refuse it. */
export function sendRequest(json: unknown, approved: readonly ApprovedTemplate[] = []): SendRequest | { readonly kind: 'refused'; readonly refusal: GraphRefusal } {
  const parsed = Body.safeParse(json);
  if (!parsed.success) return refused(invalidParameter('Invalid parameter'));
  const body = parsed.data;
  if (body.messaging_product === undefined) return refused(invalidParameter('The parameter messaging_product is required.'));
  if (body.messaging_product !== 'whatsapp') return refused(invalidParameter("Param messaging_product must be one of {WHATSAPP} - got something else."));
  if (body.status !== undefined) return readReceipt(body);
  return message(body, approved);
}

const refused = (refusal: GraphRefusal) => ({ kind: 'refused', refusal }) as const;

function readReceipt(body: Body) {
  if (body.status !== 'read') return refused(invalidParameter('Param status must be one of {READ}.'));
  if (typeof body.message_id !== 'string') return refused(missingParameter('message_id'));
  return { kind: 'read', wamid: body.message_id, typing: body.typing_indicator !== undefined } as const;
}

function message(body: Body, approved: readonly ApprovedTemplate[]) {
  const to = recipient(body);
  if (!to) return refused(missingParameter('to'));
  const type = body.type ?? 'text';
  if (typeof type !== 'string' || !TYPES.includes(type)) return refused(unsupportedType(String(type)));
  const content = body[type];
  if (typeof content !== 'object' || content === null) return refused(missingParameter(type));
  const wrongText = type === 'text' ? textRefusal(content as { body?: unknown }) : undefined;
  if (wrongText) return refused(wrongText);
  const template = type === 'template' ? templateMessage(content, approved) : undefined;
  if (template && 'refusal' in template) return refused(template.refusal);
  const reference = body.biz_opaque_callback_data;
  if (reference !== undefined && (typeof reference !== 'string' || Buffer.byteLength(reference) > REFERENCE_BYTES_MAX))
    return refused(invalidParameter(`Param biz_opaque_callback_data must be at most ${REFERENCE_BYTES_MAX} characters long.`));
  return { kind: 'message', to, type, text: template?.text ?? shownText(type, content), ...(reference !== undefined && { reference }) } as const;
}

/** With both given, `to` wins. */
function recipient({ to, recipient: bsuid }: Body) {
  if (typeof to === 'string' && to.replace(/\D/g, '').length >= 5) return { phone: to };
  if (typeof bsuid === 'string' && bsuid !== '') return { bsuid };
  return undefined;
}

function textRefusal({ body }: { body?: unknown }): GraphRefusal | undefined {
  if (typeof body !== 'string' || body === '') return invalidParameter("The parameter text['body'] is required.");
  if ([...body].length > TEXT_MAX) return invalidParameter(`Param text['body'] must be at most ${TEXT_MAX} characters long.`);
  return undefined;
}

/** What the phone shows: the text or caption, else the name of the type. */
function shownText(type: string, content: object): string {
  const { body, caption, emoji } = content as { body?: unknown; caption?: unknown; emoji?: unknown };
  const shown = type === 'interactive' && typeof body === 'object' && body !== null ? (body as { text?: unknown }).text : (body ?? caption ?? emoji);
  return typeof shown === 'string' ? shown : `[${type}]`;
}
