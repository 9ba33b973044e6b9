import { z } from 'zod';

/** Every error code of the API with its HTTP status and title. Stable: programs switch on `code`. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'not-a-participant': { status: 403, title: 'You are not in this conversation' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'offer-closed': { status: 409, title: 'This offer is not open any more' },
  'conversation-ended': { status: 409, title: 'The conversation has ended' },
  'conference-pending': { status: 409, title: 'A conference request is open already' },
  'not-in-conference': { status: 409, title: 'There is no conference' },
  'wrap-up-not-due': { status: 409, title: 'No wrap-up is owed for this conversation' },
  'service-window-closed': { status: 409, title: 'The 24-hour service window is closed' },
  'agent-not-available': { status: 409, title: 'The agent is not available' },
  'work-open': { status: 409, title: 'There is work left to finish' },
  conflict: { status: 409, title: 'Something else happened at the same moment' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'message-too-long': { status: 422, title: 'The message is longer than 4096 characters' },
  'unknown-reason': { status: 422, title: 'There is no such reason' },
  'unknown-target': { status: 422, title: 'There is no such queue or agent' },
  'unsupported-media': { status: 422, title: 'This kind of content cannot be sent' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** `application/problem+json`, RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string().optional(),
  traceId: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** A request that the rules do not allow; `code` tells the caller why, `detail` what would be right. */
export class Refused extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail?: string,
  ) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'Refused';
  }
}
