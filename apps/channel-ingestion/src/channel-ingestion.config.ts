import { ServiceSettings } from '@parley/service-kit';
import { z } from 'zod';

const META_HOST = /(^|\.)facebook\.com$/i;
const DEMO = /^(parley-)?demo-/;

const secret = (what: string) => z.string(`is needed: ${what}`).trim().min(1, `is needed: ${what}`);

/** What the WhatsApp edge is told beyond what every service is. */
export const ChannelIngestionSettings = ServiceSettings.safeExtend({
  /** Secrets of all Meta apps that may post to us, and old ones while they are being changed. */
  WHATSAPP_APP_SECRET: z
    .string('is needed: the secret of the Meta app, or several separated by commas')
    .transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''))
    .refine((secrets) => secrets.length > 0, 'is needed: the secret of the Meta app, or several separated by commas'),
  WHATSAPP_VERIFY_TOKEN: secret('the word that Meta sends back when the webhook is set up'),
  WHATSAPP_ACCESS_TOKEN: secret('the token of a system user with whatsapp_business_messaging'),
  WHATSAPP_GRAPH_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://graph.facebook.com' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://graph.facebook.com'),
  WHATSAPP_GRAPH_VERSION: z.string().regex(/^v\d+\.\d+$/, 'expected a version such as v26.0').default('v26.0'),
  /** Adds `appsecret_proof`; needed where the Meta app has "Require App Secret" on. */
  WHATSAPP_APP_SECRET_PROOF: z.enum(['on', 'off'], 'expected on or off').default('off'),
  /** How long one call may take before nobody knows what became of it. */
  WHATSAPP_SEND_TIMEOUT_MS: z.coerce.number('expected a number').int().min(100).max(120_000).default(30_000),
  /** How long a message of unknown fate holds back the next one to the same customer. */
  WHATSAPP_UNCERTAIN_HOLD_MS: z.coerce.number('expected a number').int().min(0).max(600_000).default(60_000),
  /** WhatsApp's limit of one business number. */
  WHATSAPP_MESSAGES_PER_SECOND: z.coerce.number('expected a number').int().min(1).max(1_000).default(80),
  /** Calls under way at once, at most. */
  WHATSAPP_CALLS_MAX: z.coerce.number('expected a number').int().min(1).max(256).default(32),
  /** Where copies of customers' files lie. */
  WHATSAPP_MEDIA_DIR: z.string().min(1).optional(),
  PARLEY_DATA_DIR: z.string().min(1).default('.parley'),
  /** So much of them is kept; then those go that nobody has looked at for longest. */
  WHATSAPP_MEDIA_KEPT_MB: z.coerce.number('expected a number').int().min(1).max(1_000_000).default(2_000),
}).superRefine((settings, context) => {
  const { WHATSAPP_GRAPH_URL, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_ACCESS_TOKEN } = settings;
  if (!URL.canParse(WHATSAPP_GRAPH_URL) || !META_HOST.test(new URL(WHATSAPP_GRAPH_URL).hostname)) return;
  for (const [name, values] of Object.entries({ WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, WHATSAPP_ACCESS_TOKEN }))
    if ([values].flat().some((value) => DEMO.test(value)))
      context.addIssue({ code: 'custom', path: [name], message: `is a demo value, which is unsafe with ${WHATSAPP_GRAPH_URL}` });
});
export type ChannelIngestionSettings = z.infer<typeof ChannelIngestionSettings>;
