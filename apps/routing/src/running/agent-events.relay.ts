import { AGENT_EVENTS, type AgentEvent, cloudEventHeaders, TOPICS } from '@parley/contracts';
import type { NewRecord, RecordedEvent } from '@parley/event-sourcing';

/** The record of `agent.events.v1` for what happened to an agent; nothing for what only routing itself needs to know. */
export function relayRecord(event: RecordedEvent): (NewRecord & { topic: string }) | undefined {
  if (!(event.type in AGENT_EVENTS)) return undefined;
  const { agentId } = event.data as AgentEvent;
  return { topic: TOPICS.agentEvents, key: agentId, value: event.data, headers: cloudEventHeaders('/parley/routing', agentId, event) };
}
