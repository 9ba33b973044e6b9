/** The shapes of the published contract, written down once more: what strangers rely on must not follow our code. */
export interface Offer {
  offerId: string;
  conversationId: string;
  kind: 'queue' | 'transfer' | 'conference';
  customerName: string;
  customerPhone: string;
  sourceNumber: string;
  queueId: string;
  queueName: string;
  requestedBy?: string;
  receivedAt: string;
  offeredAt: string;
  expiresAt: string;
}

export interface Conversation {
  conversationId: string;
  channel: 'whatsapp';
  status: 'queued' | 'offered' | 'active' | 'conference-requested' | 'conference' | 'ended';
  customer: { name: string; phone: string };
  sourceNumber: string;
  queue: { id: string; name: string };
  participants: { agentId: string; name: string; role: 'primary' | 'conferenced'; joinedAt?: string }[];
  startedAt: string;
  endedAt?: string;
  serviceWindowExpiresAt: string;
  revision: number;
}

export interface Message {
  messageId: string;
  direction: 'inbound' | 'outbound' | 'system';
  type: string;
  text?: string;
  sender: { kind: 'customer' | 'agent' | 'system'; id?: string; name: string };
  sentAt: string;
  status?: 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
  error?: { code: string; message: string };
}

export interface WrapUp {
  conversationId: string;
  customerName: string;
  since: string;
  dueAt: string;
  defaultReason: string;
  extensionsLeft?: number;
}

export interface Me {
  agentId: string;
  name: string;
  roles: string[];
  state: { name: 'available' | 'idle' | 'rona' | 'offline'; reason?: string; since: string };
  capacity: { max: number; used: number };
  revision: number;
}

export interface Tasks {
  offers: Offer[];
  conversations: Conversation[];
  wrapUps: WrapUp[];
}

export interface StoredEvent {
  id: string;
  type: string;
  time: string;
  revision: number;
  position: string | number;
  data: Record<string, unknown>;
}

export type ReportRow = Record<string, unknown> & { conversationId: string };
