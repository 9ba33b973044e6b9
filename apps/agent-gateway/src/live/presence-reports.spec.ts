import { pause } from '@parley/event-sourcing';
import { SERVICE_TOKEN_HEADER } from '@parley/service-kit';
import { StandIn, json } from '../testing/stand-in.spec-kit';
import { Upstream } from '../upstream/upstream.client';
import { PresenceReports } from './presence-reports.client';

const ALL = '/internal/gateways/g%2F1/connections';

/** A routing that answers, reports about `here`, and what it was told. */
class Told {
  readonly routing = new StandIn();
  readonly here = new Set<string>();
  readonly troubles: unknown[] = [];
  status = 204;
  reports!: PresenceReports;
  private upstream!: Upstream;

  async start(tellAllEveryMs?: number): Promise<this> {
    for (const path of [ALL, ...Array.from({ length: 40 }, (_, n) => `/internal/agents/a${n}/connection`)]) this.routing.on(path, (_request, response) => json(response, this.status, {}));
    await this.routing.start();
    this.upstream = new Upstream('routing', this.routing.url, 16);
    const presence = { present: () => [...this.here], isPresent: (agentId: string) => this.here.has(agentId) };
    this.reports = new PresenceReports({ routing: this.upstream, serviceToken: 'token', gatewayId: 'g/1', presence, onTrouble: (error) => this.troubles.push(error), tellAllEveryMs });
    this.reports.start();
    await this.until(() => this.calls.length > 0);
    return this;
  }

  get calls(): readonly [string, unknown][] {
    return this.routing.received.map(({ url, body }) => [url, JSON.parse(body.toString())]);
  }

  change(agentId: string, isHere: boolean): void {
    if (isHere) this.here.add(agentId);
    else this.here.delete(agentId);
    this.reports.noteChange(agentId);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await pause(2);
  }

  async end(): Promise<void> {
    await this.reports.stop();
    await this.upstream.close();
    await this.routing.stop();
  }
}

describe('telling routing who has a live stream', () => {
  let told: Told;
  beforeEach(() => (told = new Told()));
  afterEach(() => told.end());

  it('begins with everyone, as this service and in its own name', async () => {
    told.here.add('a1');
    await told.start();
    expect(told.calls).toEqual([[ALL, { agentIds: ['a1'] }]]);
    expect(told.routing.received[0]!.headers).toMatchObject({ 'content-type': 'application/json', [SERVICE_TOKEN_HEADER]: 'token' });
  });

  it('tells each change at once, as it is when it is told', async () => {
    await told.start();
    told.change('a1', true);
    await told.until(() => told.calls.length === 2);
    told.change('a1', false);
    told.change('a2', true);
    await told.until(() => told.calls.length === 4);
    expect(told.calls.slice(1)).toEqual([
      ['/internal/agents/a1/connection', { gatewayId: 'g/1', connected: true }],
      ['/internal/agents/a1/connection', { gatewayId: 'g/1', connected: false }],
      ['/internal/agents/a2/connection', { gatewayId: 'g/1', connected: true }],
    ]);
  });

  it('tries again what routing did not take, as a whole', async () => {
    await told.start();
    told.status = 503;
    told.change('a1', true);
    await told.until(() => told.calls.length >= 3);
    told.status = 204;
    const failed = told.calls.length;
    await told.until(() => told.calls.length > failed);
    expect(told.calls.at(-1)).toEqual([ALL, { agentIds: ['a1'] }]);
    expect(told.troubles).toHaveLength(1);
  });

  it('tells many changes as a whole, and everyone now and then', async () => {
    await told.start(50);
    for (let n = 0; n < 30; n += 1) told.change(`a${n}`, true);
    await told.until(() => told.calls.length >= 4);
    expect(told.calls.slice(1).every(([url]) => url === ALL)).toBe(true);
    expect(told.calls.at(-1)).toEqual([ALL, { agentIds: [...told.here] }]);
  });

  it('ends with what is true', async () => {
    await told.start();
    told.here.add('a9');
    told.here.delete('a9');
    await told.reports.stop();
    expect(told.calls.at(-1)).toEqual([ALL, { agentIds: [] }]);
  });
});
