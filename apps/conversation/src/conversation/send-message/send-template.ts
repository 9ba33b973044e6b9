import type { SentTemplate } from '@parley/contracts';

/** As `SendMessage`, for what WhatsApp takes also when the service window is closed. */
export class SendTemplate {
  readonly type = 'SendTemplate';
  readonly text: string;
  readonly template: SentTemplate;
  /** The queues whose conversations it is for; all where it does not say. */
  readonly queues?: readonly string[] | undefined;

  constructor(
    readonly conversationId: string,
    readonly messageId: string,
    content: Pick<SendTemplate, 'text' | 'template' | 'queues'>,
    readonly agentId: string,
    readonly atMs: number,
    /** The failed message that this one sends again. */
    readonly retryOf?: string,
  ) {
    this.text = content.text;
    this.template = content.template;
    this.queues = content.queues;
  }
}
