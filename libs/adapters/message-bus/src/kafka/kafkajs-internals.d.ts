declare module 'kafkajs/src/network/requestQueue' {
  interface Request {
    readonly entry: { readonly correlationId: number; resolve(answer: unknown): void; reject(error: unknown): void };
    readonly expectResponse: boolean;
    sendRequest(): void;
  }

  export default class RequestQueue {
    constructor(options: object);
    readonly pending: readonly unknown[];
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
    push(request: Request): void;
    fulfillRequest(answer: { correlationId: number; size: number; payload: unknown }): void;
    maybeThrottle(ms: number): void;
    scheduleCheckPendingRequests(): void;
  }
}
