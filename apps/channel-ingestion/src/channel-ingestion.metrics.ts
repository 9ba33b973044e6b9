import { metrics } from '@parley/service-kit';
import { Counter, Histogram } from 'prom-client';

const registers = [metrics];

export const webhooks = new Counter({
  name: 'parley_webhooks_total',
  help: 'Webhook notifications by outcome',
  labelNames: ['outcome'] as const,
  registers,
});

export const inboundItems = new Counter({
  name: 'parley_inbound_items_total',
  help: 'Items of webhooks that are in the log, by kind',
  labelNames: ['kind'] as const,
  registers,
});

export const webhookSeconds = new Histogram({
  name: 'parley_webhook_seconds',
  help: 'From the whole body to the answer, for accepted webhooks',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  registers,
});

export const outboundMessages = new Counter({
  name: 'parley_outbound_total',
  help: 'Calls to the Graph API by what came of them',
  labelNames: ['outcome'] as const,
  registers,
});

export const graphCallSeconds = new Histogram({
  name: 'parley_graph_call_seconds',
  help: 'Duration of the calls to the Graph API',
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers,
});
