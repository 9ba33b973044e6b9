import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { GatewaySettings } from '../agent-gateway.config';
import type { ServiceName } from '../proxy/proxied-paths';
import { Upstream } from './upstream.client';

type Addresses = Pick<GatewaySettings, 'CHANNEL_INGESTION_URL' | 'CONVERSATION_URL' | 'ROUTING_URL' | 'WRAP_UP_REPORTING_URL' | 'UPSTREAM_CALLS_MAX'>;

/** Every service behind the gateway. */
@Injectable()
export class Upstreams implements OnApplicationShutdown {
  private readonly byName: Readonly<Record<ServiceName, Upstream>>;

  constructor(addresses: Addresses) {
    this.byName = {
      'channel-ingestion': new Upstream('channel-ingestion', addresses.CHANNEL_INGESTION_URL, addresses.UPSTREAM_CALLS_MAX),
      conversation: new Upstream('conversation', addresses.CONVERSATION_URL, addresses.UPSTREAM_CALLS_MAX),
      routing: new Upstream('routing', addresses.ROUTING_URL, addresses.UPSTREAM_CALLS_MAX),
      'wrap-up-reporting': new Upstream('wrap-up-reporting', addresses.WRAP_UP_REPORTING_URL, addresses.UPSTREAM_CALLS_MAX),
    };
  }

  to(name: ServiceName): Upstream {
    return this.byName[name];
  }

  /** After the last proxied request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(Object.values(this.byName).map((upstream) => upstream.close()));
  }
}
