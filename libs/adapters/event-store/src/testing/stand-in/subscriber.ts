import { randomUUID } from 'node:crypto';
import type { status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventLog, LogRecord } from './event-log';
import { failure, type Faults } from './faults';
import { checkpointInterval, filterOf } from './filter';
import { caughtUp, checkpoint, confirmed, eventMessage } from './messages';
import type { ReadCall } from './read.handler';

/** The server finds no record at such a position. */
export class InvalidPosition extends Error {}

/**
 * One catch-up subscription to `$all`: confirmed, then the past in pages, a checkpoint at the end of the log, caught up, then live.
 *
 * Where it is to begin after the log's end, the server refuses nothing: it goes live at once, and leaves out what the log gets up to there.
 *
 * A checkpoint between pages has the form `(end of the page, 0)`: everything before is done, and a record may begin right there. In
 * the live part it is that of an event that was looked at.
 */
export class Subscriber {
  private readonly passes: (record: LogRecord) => boolean;
  private readonly checkpoints: ReturnType<typeof checkpointInterval>;
  private counter = 0;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly call: ReadCall,
    private readonly log: EventLog,
    private readonly faults: Faults,
    options: ReadReq.Options,
  ) {
    this.passes = filterOf(options.getFilter());
    this.checkpoints = checkpointInterval(options.getFilter());
    this.next = this.firstIndex(options.getAll() as ReadReq.Options.AllOptions);
  }

  private next: number;
  /** The place where it was to begin, if that is after the end of the log. */
  private after = -1;

  async run(): Promise<void> {
    const { call, log } = this;
    const stir = () => this.wake();
    log.changes.on('appended', stir);
    call.on('drain', stir);
    for (const event of ['cancelled', 'close', 'error']) call.on(event, () => this.stop());
    try {
      await this.send(confirmed(randomUUID()));
      if (this.next < log.records.length) await this.catchUp();
      await this.send(caughtUp());
      while (!this.ended) {
        if (this.next >= log.records.length || this.faults.mutedSubscriptions) await new Promise<void>((resolve) => (this.wake = resolve));
        else await this.live(log.records[this.next] as LogRecord);
      }
    } finally {
      log.changes.off('appended', stir);
    }
  }

  /** As if the server had ended it, with no word of why. */
  end(): void {
    this.stop();
    this.call.end();
  }

  fail(code: status): void {
    this.stop();
    this.call.emit('error', failure(code, 'the subscription was dropped'));
  }

  /** Something has changed: the log or a fault. */
  look(): void {
    this.wake();
  }

  private stop(): void {
    this.ended = true;
    this.wake();
  }

  private async catchUp(): Promise<void> {
    const window = this.checkpoints?.window ?? 500;
    while (!this.ended && this.next < this.log.records.length) {
      const page = this.log.records.slice(this.next, this.next + window);
      for (const record of page) if (this.passes(record)) await this.send(eventMessage(record));
      this.next += page.length;
      this.counter += page.length;
      const isLast = this.next >= this.log.records.length;
      if (this.checkpoints && (isLast || this.counter >= this.checkpoints.interval)) {
        this.counter = 0;
        await this.send(checkpoint((page.at(-1) as LogRecord).post, 0));
      }
    }
  }

  private async live(record: LogRecord): Promise<void> {
    this.next += 1;
    if (record.position <= this.after) return;
    if (this.passes(record)) await this.send(eventMessage(record));
    this.counter += 1;
    if (!this.checkpoints || this.counter < this.checkpoints.interval) return;
    this.counter = 0;
    await this.send(checkpoint(record.position, record.position));
  }

  private async send(answer: ReadResp): Promise<void> {
    if (this.ended || this.call.write(answer)) return;
    await new Promise<void>((resolve) => (this.wake = resolve));
  }

  /** A position is exclusive. */
  private firstIndex(all: ReadReq.Options.AllOptions): number {
    if (!all.hasPosition()) return all.hasEnd() ? this.log.records.length : 0;
    const position = all.getPosition() as ReadReq.Options.Position;
    const [commit, prepare] = [Number(position.getCommitPosition()), Number(position.getPreparePosition())];
    if (!this.log.isBoundary(commit)) throw new InvalidPosition();
    if (commit > this.log.end) this.after = commit;
    const index = this.log.indexAt(commit);
    return this.log.records[index]?.position === commit && prepare >= commit ? index + 1 : index;
  }
}
