import { randomBytes } from 'node:crypto';

/** An answer as the Graph API gives it when it refuses. */
export interface GraphRefusal {
  readonly status: number;
  readonly code: number;
  readonly body: object;
}

function refusal(status: number, code: number, error: { message: string; type?: string; details?: string }): GraphRefusal {
  return {
    status,
    code,
    body: {
      error: {
        message: error.message,
        type: error.type ?? 'OAuthException',
        code,
        ...(error.details !== undefined && { error_data: { messaging_product: 'whatsapp', details: error.details } }),
        fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
      },
    },
  };
}

export const badToken = (): GraphRefusal =>
  refusal(401, 190, { message: 'Invalid OAuth access token - Cannot parse access token' });

export const unknownObject = (id: string, verb: 'get' | 'post'): GraphRefusal =>
  refusal(400, 33, {
    message: `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    type: 'GraphMethodException',
  });

export const invalidParameter = (what: string): GraphRefusal => refusal(400, 100, { message: `(#100) ${what}` });

export const missingParameter = (name: string): GraphRefusal =>
  refusal(400, 131008, { message: '(#131008) Required parameter is missing', details: `Parameter '${name}' is mandatory` });

export const unsupportedType = (type: string): GraphRefusal =>
  refusal(400, 131051, { message: '(#131051) Unsupported message type', details: `Message type '${type}' is not supported` });

export const sameParty = (): GraphRefusal =>
  refusal(400, 131021, { message: '(#131021) Recipient cannot be sender', details: 'Sender and recipient phone number is the same' });

export const WINDOW_CLOSED = {
  code: 131047,
  title: 'Re-engagement message',
  details: 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
} as const;

export const windowClosed = (): GraphRefusal =>
  refusal(400, WINDOW_CLOSED.code, { message: '(#131047) Re-engagement message', details: WINDOW_CLOSED.details });

export const unknownTemplate = (name: string, language: string): GraphRefusal =>
  refusal(404, 132001, { message: '(#132001) Template name does not exist in the translation', details: `template name (${name}) does not exist in ${language}` });

export const wrongParameterCount = (given: number, expected: number): GraphRefusal =>
  refusal(400, 132000, {
    message: '(#132000) Number of parameters does not match the expected number of params',
    details: `body: number of localizable_params (${given}) does not match the expected number of params (${expected})`,
  });

export const pairLimitHit = (): GraphRefusal =>
  refusal(400, 131056, {
    message: '(#131056) (Business Account, Consumer Account) pair rate limit hit',
    details: 'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
  });

export const asked = (fault: { status: number; code: number; message?: string | undefined }): GraphRefusal =>
  refusal(fault.status, fault.code, { message: fault.message ?? `(#${fault.code}) Refused as asked`, details: 'Refused as asked' });
