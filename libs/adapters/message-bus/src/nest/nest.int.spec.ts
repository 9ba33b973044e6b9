import { Controller, Get, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type BusRecord, DEAD_LETTER_HEADERS, type MessageBus, Unprocessable, Unreachable } from '@parley/event-sourcing';
import { createTestDatabase, type TestDatabase } from '@parley/read-store/testing';
import { EMPTY, from, of, throwError } from 'rxjs';
import { connectMessageBus, createMessageBus, ParleyTransport } from '../index';
import { createKafkaMessageBus } from '../kafka';

const retry = { attemptsMax: 2, firstDelayMs: 10, delayMaxMs: 20 };
const seen: Record<string, BusRecord[]> = {};
const note = (name: string, ...records: BusRecord[]) => void (seen[name] ??= []).push(...records);
const valuesOf = (name: string) => (seen[name] ?? []).map(({ value }) => value);

@Injectable()
class Started implements OnModuleInit {
  times = 0;
  onModuleInit(): void {
    this.times += 1;
  }
}

let running = 0;
let runningMost = 0;
let finish: () => void = () => undefined;
const finished = new Promise<void>((resolve) => (finish = resolve));
let outages = 2;

@Controller()
class Handlers {
  constructor(readonly started: Started) {}

  @Get('times-started')
  timesStarted(): number {
    return this.started.times;
  }

  @EventPattern('orders', { group: 'one', batch: true })
  async batches(@Payload() records: BusRecord[]): Promise<void> {
    note('batches', ...records);
  }

  @EventPattern('orders', { group: 'two' })
  single(record: BusRecord): void {
    note('single', record);
  }

  @EventPattern('orders', { fromNow: true, batch: true })
  fromNow(records: BusRecord[]): void {
    note('from now', ...records);
  }

  @EventPattern('keys', { group: 'one' })
  async keys(record: BusRecord): Promise<void> {
    running += 1;
    runningMost = Math.max(runningMost, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    note('keys', record);
  }

  @EventPattern('failures', { group: 'one' })
  failures(record: BusRecord): unknown {
    note(`tried ${String(record.value)}`, record);
    switch (record.value) {
      case 'throws':
        throw new TypeError('thrown');
      case 'rejects':
        return Promise.reject(new Unprocessable('rejected'));
      case 'error stream':
        return throwError(() => new Unprocessable('streamed'));
      case 'outage':
        outages -= 1;
        return outages < 0 ? undefined : Promise.reject(new Unreachable('away'));
      case 'no error':
        return Promise.reject({ code: 7 });
      case 'empty stream':
        return EMPTY;
      case 'stream':
        return from([1, 2]);
      default:
        return of(undefined);
    }
  }

  @EventPattern('slow', { group: 'one' })
  async slow(record: BusRecord): Promise<void> {
    note('slow began', record);
    await finished;
    note('slow', record);
  }
}

@Module({ controllers: [Handlers], providers: [Started] })
class Service {}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('handlers in a Nest app', () => {
  let database: TestDatabase;
  let bus: MessageBus;
  let app: NestFastifyApplication;
  let transport: ParleyTransport;
  const statuses: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = await createMessageBus({ databaseUrl: database.databaseUrl, applicationName: 'spec' });
    app = await NestFactory.create<NestFastifyApplication>(Service, new FastifyAdapter(), { logger: false });
    transport = connectMessageBus(app, bus, { retry, readyWaitMs: 60_000 });
    transport.status.subscribe((status) => statuses.push(status));
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await bus.close();
    await database.drop();
  });

  it('answers HTTP beside them, the hooks of its modules having been called once', async () => {
    expect(await fetch(`${await app.getUrl()}/times-started`).then((answer) => answer.json())).toBe(1);
    expect(statuses).toEqual(['connecting', 'connected']);
    expect(transport.isReading).toBe(true);
  });

  it('answers HTTP, too, while the broker is away, and ends when it is told to', async () => {
    const nowhere = createKafkaMessageBus({ connection: { brokers: ['127.0.0.1:1'] }, applicationName: 'spec' });
    const other = await NestFactory.create<NestFastifyApplication>(Service, new FastifyAdapter(), { logger: false });
    const waiting = connectMessageBus(other, nowhere, { readyWaitMs: 100 });
    await other.startAllMicroservices();
    await other.listen(0, '127.0.0.1');
    expect(waiting.isReading).toBe(false);
    expect((await fetch(`${await other.getUrl()}/times-started`)).status).toBe(200);
    await other.close();
    await nowhere.close();
  });

  it('gives each group and each consumer from now on every record', async () => {
    await bus.publish('orders', [1, 2, 3].map((value) => ({ key: 'key', value })));
    await until(() => ['batches', 'single', 'from now'].every((name) => valuesOf(name).length >= 3));
    for (const name of ['batches', 'single', 'from now']) expect(valuesOf(name)).toEqual([1, 2, 3]);
    expect(seen['single']?.[0]).toMatchObject({ topic: 'orders', key: 'key', offset: 0, value: 1 });
  });

  it('handles one record of a key at a time, and several keys at once', async () => {
    await bus.publish('keys', Array.from({ length: 60 }, (_, n) => ({ key: `key-${n % 20}`, value: n })));
    await until(() => valuesOf('keys').length >= 60);
    for (let key = 0; key < 20; key += 1) expect(seen['keys']?.filter((record) => record.key === `key-${key}`).map(({ value }) => value)).toEqual([key, key + 20, key + 40]);
    expect(runningMost).toBeGreaterThan(1);
  });

  it('lets the delivery policy see what a handler failed with, and does nothing twice that was done', async () => {
    const letters: BusRecord[] = [];
    bus.consume({ topics: ['failures.dlq'], group: 'spec', onBatch: async (records) => void letters.push(...records) });
    const values = ['fine', 'throws', 'rejects', 'error stream', 'outage', 'no error', 'empty stream', 'stream'];
    await bus.publish('failures', values.map((value) => ({ key: 'key', value })));
    await until(() => letters.length >= 4 && valuesOf('tried stream').length >= 1);
    const reasons = letters.map(({ value, headers }) => [value, headers[DEAD_LETTER_HEADERS.reason], headers[DEAD_LETTER_HEADERS.attempts]]);
    expect(reasons).toEqual([
      ['throws', 'TypeError: thrown', '2'],
      ['rejects', 'Unprocessable: rejected', '1'],
      ['error stream', 'Unprocessable: streamed', '1'],
      ['no error', '{"code":7}', '2'],
    ]);
    for (const value of ['fine', 'empty stream', 'stream']) expect(valuesOf(`tried ${value}`)).toHaveLength(1);
    expect(valuesOf('tried outage')).toHaveLength(3);
  });

  it('refuses handlers that it cannot serve', () => {
    const fresh = new ParleyTransport(bus);
    const handler = async () => undefined;
    expect(() => fresh.addHandler('topic', handler, true, {})).toThrow('needs either a group or fromNow');
    expect(() => fresh.addHandler('topic', handler, false, { group: 'one' })).toThrow(MessagePattern.name);
    fresh.addHandler('topic', handler, true, { group: 'one' });
    expect(() => fresh.addHandler('topic', handler, true, { group: 'one' })).toThrow('two handlers in group one');
    let refusal: unknown;
    void fresh.listen((error) => (refusal = error));
    expect(refusal).toMatchObject({ message: expect.stringContaining('connectMessageBus') as unknown });
  });

  it('drains on close: what runs ends, what waits stays', async () => {
    await bus.publish('slow', [1, 2].map((value) => ({ key: 'key', value })));
    await until(() => valuesOf('slow began').length === 1);
    const closing = app.close();
    finish();
    await closing;
    expect(valuesOf('slow began').length).toBe(valuesOf('slow').length);
    expect(statuses.at(-1)).toBe('disconnected');
    await expect(bus.check()).resolves.toBeUndefined();
  });
});
