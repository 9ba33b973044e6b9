import { metrics } from '@parley/service-kit';
import { Counter, Gauge, Histogram } from 'prom-client';

const registers = [metrics];

export const waitingRequests = new Gauge({
  name: 'parley_routing_waiting',
  help: 'Requests that wait for an agent, offers under way left out, by queue',
  labelNames: ['queue'] as const,
  registers,
});

export const readyAgents = new Gauge({
  name: 'parley_routing_ready_agents',
  help: 'Agents who are available and have a free place, by queue',
  labelNames: ['queue'] as const,
  registers,
});

export const offers = new Counter({
  name: 'parley_routing_offers_total',
  help: 'Places reserved for an offer, by queue',
  labelNames: ['queue'] as const,
  registers,
});

export const releases = new Counter({
  name: 'parley_routing_releases_total',
  help: 'Places that are free again, by cause; cause missed is RONA',
  labelNames: ['cause'] as const,
  registers,
});

export const assignmentSeconds = new Histogram({
  name: 'parley_routing_assignment_seconds',
  help: 'From the first arrival of a request to the reservation of a place',
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 1800],
  registers,
});

export const decisionSeconds = new Histogram({
  name: 'parley_routing_decision_seconds',
  help: 'From taking inputs out of the line to their events being stored',
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
  registers,
});

export const conflicts = new Counter({
  name: 'parley_routing_conflicts_total',
  help: 'Appends that another process forestalled',
  registers,
});

export const reminders = new Counter({
  name: 'parley_routing_reminders_total',
  help: 'Commands repeated because the conversation did not answer',
  registers,
});
