import {
  AcceptRequest,
  AccessToken,
  AgentOverview,
  CannedResponses,
  Conversation,
  ConversationsPage,
  DirectoryAgent,
  DirectoryQueue,
  LIVE_EVENTS,
  Me,
  Message,
  MessagePage,
  Offer,
  Problem,
  RecordedConversationEvent,
  RemoveRequest,
  SendMessageRequest,
  SetState,
  SignInSettings,
  TargetRequest,
  Tasks,
  Templates,
  TokenRequest,
  WALLBOARD_EVENTS,
  WrapUp,
  WrapUpReasons,
  WrapUpRequest,
} from '@parley/contracts';
import { z } from 'zod';

const listOf = <S extends z.ZodType>(items: S) => z.object({ items: z.array(items) });

const liveShapes = Object.fromEntries(
  Object.entries(LIVE_EVENTS)
    .filter(([, data]) => data !== Conversation && data !== Me)
    .map(([name, data]) => [`live.${name}`, data]),
) as Record<string, z.ZodType>;

const wallboardShapes = Object.fromEntries(
  Object.entries(WALLBOARD_EVENTS)
    .filter(([, data]) => data !== AgentOverview)
    .map(([name, data]) => [`wallboard.${name}`, data]),
) as Record<string, z.ZodType>;

/** Every shape of the API that has a name in the OpenAPI document. */
export const SHAPES = {
  AccessToken,
  AcceptRequest,
  AgentOverview,
  AgentOverviews: listOf(AgentOverview),
  CannedResponses,
  Conversation,
  ConversationsPage,
  DirectoryAgent,
  DirectoryAgents: listOf(DirectoryAgent),
  DirectoryQueue,
  DirectoryQueues: listOf(DirectoryQueue),
  IdleReasons: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
  Me,
  Message,
  MessagePage,
  Offer,
  Problem,
  RecordedConversationEvent,
  RecordedConversationEvents: listOf(RecordedConversationEvent),
  RemoveRequest,
  Report: z.object({ items: z.array(z.record(z.string(), z.unknown())), before: z.string().optional() }),
  SendMessageRequest,
  SetState,
  SignInSettings,
  TargetRequest,
  Tasks,
  Templates,
  TokenRequest,
  WrapUp,
  WrapUpReasons,
  WrapUpRequest,
  ...liveShapes,
  ...wallboardShapes,
} as const satisfies Record<string, z.ZodType>;

export type ShapeName = Exclude<keyof typeof SHAPES, `live.${string}` | `wallboard.${string}`>;

/** The component of a live event's data: events whose data is a shape of the API have no other. */
export function liveShapeName(event: keyof typeof LIVE_EVENTS): string {
  if (LIVE_EVENTS[event] === Conversation) return 'Conversation';
  return LIVE_EVENTS[event] === Me ? 'Me' : `live.${event}`;
}

export const wallboardShapeName = (event: keyof typeof WALLBOARD_EVENTS): string =>
  WALLBOARD_EVENTS[event] === AgentOverview ? 'AgentOverview' : `wallboard.${event}`;
