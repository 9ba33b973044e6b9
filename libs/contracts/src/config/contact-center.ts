import { z } from 'zod';
import { id, messageText, name, translated } from './parts';
import { TemplateConfig } from './template';

export const Role = z.enum(['agent', 'supervisor', 'analyst']);
export type Role = z.infer<typeof Role>;

const seconds = (max: number) => z.int().min(1).max(max);

/** What somebody is good at, and how good: 1 to 10. */
const skills = z.record(id, z.int().min(1).max(10));

/** How a queue chooses among its agents who are free. */
export const RoutingMethod = z.enum(['longest-available', 'most-skilled', 'round-robin']);
export type RoutingMethod = z.infer<typeof RoutingMethod>;

export const QueueConfig = z.strictObject({
  id,
  name,
  agents: z.array(z.string()),
  /** Then the agent goes to RONA and the request is offered on. */
  offerTimeoutSeconds: seconds(900).default(30),
  serviceLevelSeconds: seconds(86_400).default(60),
  whenTransferNotAccepted: z.enum(['requeue', 'end']).default('requeue'),
  /** The least level of each skill that an agent needs to be offered anything from this queue. */
  skills: skills.optional(),
  routing: RoutingMethod.default('longest-available'),
  /** Higher goes first, before the order of arrival. */
  priority: z.int().min(-1000).max(1000).default(0),
  /** Where a request goes on that nobody accepted within the time. */
  overflow: z.strictObject({ afterSeconds: seconds(86_400), queue: z.string() }).optional(),
  /** A customer who returns is offered first to the agent of their previous conversation. */
  lastAgent: z.boolean().default(false),
});
export type QueueConfig = z.infer<typeof QueueConfig>;

export const AgentConfig = z.strictObject({
  id,
  name,
  roles: z.array(Role).min(1).default(['agent']),
  maxConversations: z.int().min(1).max(100).default(3),
  skills: skills.optional(),
  /** `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`; needed only for sign-in in local mode. */
  passwordHash: z
    .string()
    .regex(/^\$scrypt\$ln=(?:[1-9]|1\d|2[0-2]),r=\d{1,2},p=\d{1,2}\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{43}$/, 'expected $scrypt$ln=15,r=8,p=1$<salt>$<hash>, base64 without padding')
    .optional(),
});
export type AgentConfig = z.infer<typeof AgentConfig>;

/** An answer that agents give often; for every queue, or for some. */
export const CannedResponseConfig = z.strictObject({
  id,
  title: translated,
  text: z.strictObject({ en: messageText, es: messageText }),
  queues: z.array(z.string()).min(1).optional(),
});
export type CannedResponseConfig = z.infer<typeof CannedResponseConfig>;

/** What agents do not read of what customers wrote. The log keeps the truth, and supervisors read it. */
export const MaskingConfig = z.strictObject({
  cardNumbers: z.boolean().default(false),
  emailAddresses: z.boolean().default(false),
  /** Also the customer's own number, wherever it is shown. */
  phoneNumbers: z.boolean().default(false),
});
export type MaskingConfig = z.infer<typeof MaskingConfig>;

/** `contact-center.yaml`: numbers, queues, agents and reasons. Unknown keys are mistakes. */
export const ContactCenterConfig = z.strictObject({
  numbers: z
    .array(z.strictObject({ phoneNumberId: z.string().regex(/^\d{1,32}$/, 'digits only'), displayNumber: name, queue: z.string() }))
    .min(1),
  queues: z.array(QueueConfig).min(1),
  agents: z.array(AgentConfig).min(1),
  idleReasons: z.array(z.strictObject({ id, name: translated })).default([]),
  cannedResponses: z.array(CannedResponseConfig).default([]),
  templates: z.array(TemplateConfig).default([]),
  masking: MaskingConfig.prefault({}),
  /** How long an agent may be without a live stream, once they had one, before their work goes to others. */
  connectionGraceSeconds: seconds(86_400).default(300),
  wrapUp: z.strictObject({
    timeoutSeconds: seconds(86_400).default(120),
    /** How much longer an agent may take, each time they ask, and how often. */
    extensionSeconds: seconds(86_400).default(60),
    extensionsMax: z.int().min(0).max(100).default(3),
    defaultReason: z.string(),
    reasons: z.array(z.strictObject({ id, name: translated })).min(1),
  }),
});
export type ContactCenterConfig = z.infer<typeof ContactCenterConfig>;
