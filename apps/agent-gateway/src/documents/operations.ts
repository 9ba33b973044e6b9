import type { ProblemCode, Role } from '@parley/contracts';
import type { ShapeName } from './shapes';

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly tag: 'sign-in' | 'agent' | 'supervision' | 'conversations' | 'directory' | 'reports' | 'channel' | 'service';
  readonly summary: string;
  readonly body?: ShapeName | 'any';
  readonly query?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly answer?: ShapeName | 'text' | 'csv' | 'live' | 'wallboard' | 'document' | 'bytes';
  /** Beside those that every call may give. */
  readonly problems?: readonly ProblemCode[];
  readonly roles?: readonly Role[];
  /** Needs no token. */
  readonly open?: true;
}

const conversation = '/api/conversations/{id}';
const search = { search: 'Only what has this in its name; case and accents do not matter' };
const asOf = { asOf: 'As it was then: an instant (ISO 8601) or a revision; for supervisors' };
const page = { before: 'What an earlier page gave as `before`', limit: 'Items on a page, 1 to 500' };
const report = {
  from: 'Start of the period, ISO 8601, included',
  to: 'End of the period, ISO 8601, excluded',
  queue: 'Only this queue',
  agent: 'Only this agent',
  interval: 'Width of a row in time: hour, day, week or month',
  timeZone: 'Whose hours, days, weeks and months these are, such as Europe/Madrid; UTC when not given',
  before: page.before,
  limit: 'Rows on a page, 1 to 10000; 100 when not given. A CSV for which it is not given has all rows, 50000 at most; `X-Parley-Before` says where it goes on',
};

const SIGN_IN: readonly Operation[] = [
  { id: 'showSignIn', method: 'get', path: '/api/auth/settings', tag: 'sign-in', summary: 'How people sign in: by a password here, or at an identity provider (authorization code with PKCE)', status: 200, answer: 'SignInSettings', open: true },
  { id: 'signIn', method: 'post', path: '/api/auth/token', tag: 'sign-in', summary: 'A password becomes an access token (local mode)', body: 'TokenRequest', status: 200, answer: 'AccessToken', problems: ['too-many-requests', 'not-found'], open: true },
];

const AGENT: readonly Operation[] = [
  { id: 'showMe', method: 'get', path: '/api/me', tag: 'agent', summary: 'Who the caller is and what they do now', status: 200, answer: 'Me' },
  { id: 'setState', method: 'put', path: '/api/me/state', tag: 'agent', summary: 'The caller is available, idle with a reason, or offline', body: 'SetState', status: 200, answer: 'Me', problems: ['unknown-reason', 'work-open', 'agent-not-available', 'conflict'] },
  { id: 'listIdleReasons', method: 'get', path: '/api/idle-reasons', tag: 'agent', summary: 'The reasons for being idle', query: { lang: 'Language of the names: en or es' }, status: 200, answer: 'IdleReasons' },
  { id: 'showTasks', method: 'get', path: '/api/tasks', tag: 'agent', summary: 'Offers, conversations and wrap-ups of the caller', status: 200, answer: 'Tasks' },
  { id: 'live', method: 'get', path: '/api/live', tag: 'agent', summary: 'What happens, as it happens, as server-sent events; the first is `snapshot`', status: 200, answer: 'live' },
];

const SUPERVISION: readonly Operation[] = [
  { id: 'wallboard', method: 'get', path: '/api/supervisor/live', tag: 'supervision', summary: 'Queues, agents and today, as they change, as server-sent events; the first is `snapshot`', query: { timeZone: 'Whose day `today` is, such as Europe/Madrid; UTC when not given', conversation: 'An id: `conversation.happened` tells of it whenever something happens in it' }, status: 200, answer: 'wallboard', roles: ['supervisor'] },
  { id: 'listConversations', method: 'get', path: '/api/conversations', tag: 'supervision', summary: 'Conversations, the newest first', query: { search: 'Only customers with this in their name or phone number', status: 'Only this status; `open` is all but `ended`', queue: 'Only this queue', agent: 'Only those in which this agent has or had a part', from: 'Started then or later, ISO 8601', to: 'Started before then, ISO 8601', ...page }, status: 200, answer: 'ConversationsPage', roles: ['supervisor'] },
  { id: 'listAgents', method: 'get', path: '/api/agents', tag: 'supervision', summary: 'Every agent with their state, capacity and connection', query: search, status: 200, answer: 'AgentOverviews', roles: ['supervisor'] },
  { id: 'showAgent', method: 'get', path: '/api/agents/{agentId}', tag: 'supervision', summary: 'One agent with their state, capacity and connection', status: 200, answer: 'AgentOverview', problems: ['not-found'], roles: ['supervisor'] },
  { id: 'setAgentState', method: 'put', path: '/api/agents/{agentId}/state', tag: 'supervision', summary: 'An agent who is signed in is available, idle with a reason, or offline', body: 'SetState', status: 200, answer: 'AgentOverview', problems: ['not-found', 'unknown-reason', 'work-open', 'agent-not-available', 'conflict'], roles: ['supervisor'] },
  { id: 'reassign', method: 'post', path: `${conversation}/reassign`, tag: 'supervision', summary: 'A live conversation goes to a queue, or an agent is asked to take it; the caller themselves have it at once', body: 'TargetRequest', status: 202, answer: 'Conversation', problems: ['not-found', 'conversation-ended', 'unknown-target', 'agent-not-available', 'conflict'], roles: ['supervisor'] },
];

const CONVERSATIONS: readonly Operation[] = [
  { id: 'accept', method: 'post', path: `${conversation}/accept`, tag: 'conversations', summary: 'The caller takes the request that they were offered', body: 'AcceptRequest', status: 200, answer: 'Conversation', problems: ['offer-closed', 'not-a-participant', 'not-found', 'conversation-ended', 'conflict'] },
  { id: 'reject', method: 'post', path: `${conversation}/reject`, tag: 'conversations', summary: 'The caller does not take the request that they were offered', body: 'AcceptRequest', status: 204, problems: ['offer-closed', 'not-a-participant', 'not-found', 'conflict'] },
  { id: 'showConversation', method: 'get', path: conversation, tag: 'conversations', summary: 'A conversation as it is now', query: asOf, status: 200, answer: 'Conversation', problems: ['not-a-participant', 'not-found'] },
  { id: 'listMessages', method: 'get', path: `${conversation}/messages`, tag: 'conversations', summary: 'One page of what was written, oldest first', query: { ...page, ...asOf }, status: 200, answer: 'MessagePage', problems: ['not-a-participant', 'not-found'] },
  { id: 'sendMessage', method: 'post', path: `${conversation}/messages`, tag: 'conversations', summary: 'A text of 1 to 4096 characters, or at any time a template, goes to the customer', body: 'SendMessageRequest', status: 202, answer: 'Message', problems: ['not-a-participant', 'not-found', 'conversation-ended', 'service-window-closed', 'message-too-long', 'unsupported-media', 'conflict'] },
  { id: 'retryMessage', method: 'post', path: `${conversation}/messages/{messageId}/retry`, tag: 'conversations', summary: 'A message that failed is sent again, a template as a template, as a new message that names it in `retryOf`', status: 202, answer: 'Message', problems: ['not-a-participant', 'not-found', 'conversation-ended', 'service-window-closed', 'unsupported-media', 'conflict'] },
  { id: 'showMedia', method: 'get', path: `${conversation}/media/{mediaId}`, tag: 'conversations', summary: 'The file that came with a message', status: 200, answer: 'bytes', problems: ['not-a-participant', 'not-found', 'payload-too-large'] },
  { id: 'transfer', method: 'post', path: `${conversation}/transfer`, tag: 'conversations', summary: 'A queue or an agent takes the conversation over', body: 'TargetRequest', status: 202, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'conversation-ended', 'conference-pending', 'unknown-target', 'agent-not-available', 'conflict'] },
  { id: 'cancelTransfer', method: 'post', path: `${conversation}/transfer/cancel`, tag: 'conversations', summary: 'The agent, or a supervisor, takes back a transfer that nobody has accepted', status: 200, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'offer-closed', 'conversation-ended', 'conflict'] },
  { id: 'requestConference', method: 'post', path: `${conversation}/conference`, tag: 'conversations', summary: 'A colleague is asked to join', body: 'TargetRequest', status: 202, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'conversation-ended', 'conference-pending', 'unknown-target', 'agent-not-available', 'conflict'] },
  { id: 'cancelConference', method: 'post', path: `${conversation}/conference/cancel`, tag: 'conversations', summary: 'The primary agent takes back a request not yet accepted', status: 200, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'not-in-conference', 'conversation-ended', 'conflict'] },
  { id: 'exitConference', method: 'post', path: `${conversation}/conference/exit`, tag: 'conversations', summary: 'The agent who joined leaves; the conversation goes on with the primary', status: 204, problems: ['not-a-participant', 'not-found', 'not-in-conference', 'conversation-ended', 'conflict'] },
  { id: 'removeFromConference', method: 'post', path: `${conversation}/conference/remove`, tag: 'conversations', summary: 'The primary lets the joined agent go and goes on', body: 'RemoveRequest', status: 200, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'not-in-conference', 'conversation-ended', 'unknown-target', 'conflict'] },
  { id: 'endConference', method: 'post', path: `${conversation}/conference/end`, tag: 'conversations', summary: 'The primary ends the chat for all', status: 200, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'not-in-conference', 'conflict'] },
  { id: 'end', method: 'post', path: `${conversation}/end`, tag: 'conversations', summary: 'The conversation is over; each agent who was in owes a wrap-up', status: 200, answer: 'Conversation', problems: ['not-a-participant', 'not-found', 'conflict'] },
  { id: 'wrapUp', method: 'post', path: `${conversation}/wrap-up`, tag: 'conversations', summary: 'The caller says what the conversation was about', body: 'WrapUpRequest', status: 204, problems: ['not-a-participant', 'not-found', 'wrap-up-not-due', 'unknown-reason', 'conflict'] },
  { id: 'extendWrapUp', method: 'post', path: `${conversation}/wrap-up/extend`, tag: 'conversations', summary: 'The caller takes more time for a wrap-up, as often as the configuration allows', status: 200, answer: 'WrapUp', problems: ['not-a-participant', 'not-found', 'wrap-up-not-due', 'conflict'] },
  { id: 'listWrapUpReasons', method: 'get', path: '/api/wrap-up-reasons', tag: 'conversations', summary: 'The reasons to choose from', query: { ...search, lang: 'Language of the names: en or es' }, status: 200, answer: 'WrapUpReasons' },
  { id: 'listCannedResponses', method: 'get', path: '/api/canned-responses', tag: 'conversations', summary: 'Answers that agents give often', query: { queue: 'Only those for this queue', lang: 'Language of the texts: en or es' }, status: 200, answer: 'CannedResponses' },
  { id: 'listTemplates', method: 'get', path: '/api/templates', tag: 'conversations', summary: 'Messages that WhatsApp takes also when the service window is closed', query: { queue: 'Only those for this queue', lang: 'Language of the names: en or es' }, status: 200, answer: 'Templates' },
  { id: 'listEvents', method: 'get', path: `${conversation}/events`, tag: 'conversations', summary: 'Every event of a conversation, as the log holds it', query: { ...asOf, after: 'A revision: only what came after it', before: 'A revision: only what came before it', limit: 'So many events at most, 1 to 500: the first after `after`, otherwise the newest; all when not given' }, status: 200, answer: 'RecordedConversationEvents', problems: ['not-found'], roles: ['supervisor'] },
];

const DIRECTORY: readonly Operation[] = [
  { id: 'searchQueues', method: 'get', path: '/api/directory/queues', tag: 'directory', summary: 'Queues to hand over to', query: search, status: 200, answer: 'DirectoryQueues' },
  { id: 'searchAgents', method: 'get', path: '/api/directory/agents', tag: 'directory', summary: 'Agents who are available now, the caller left out', query: search, status: 200, answer: 'DirectoryAgents' },
];

const REPORTS: readonly Operation[] = (['conversations', 'queues', 'agents', 'wrap-up-reasons'] as const).map((name) => ({
  id: `report-${name}`,
  method: 'get',
  path: `/api/reports/${name}`,
  tag: 'reports',
  summary: `The report of ${name.replaceAll('-', ' ')}; \`Accept: text/csv\` gives CSV`,
  query: report,
  status: 200,
  answer: 'csv',
  roles: ['supervisor', 'analyst'],
}));

const CHANNEL: readonly Operation[] = [
  { id: 'verifyWebhook', method: 'get', path: '/webhooks/whatsapp', tag: 'channel', summary: 'Meta’s verification handshake', query: { 'hub.mode': '`subscribe`', 'hub.verify_token': 'The token that both sides know', 'hub.challenge': 'Is answered as it came' }, status: 200, answer: 'text', problems: ['forbidden'], open: true },
  { id: 'receiveWebhook', method: 'post', path: '/webhooks/whatsapp', tag: 'channel', summary: 'Meta’s notifications, signed with `X-Hub-Signature-256`', body: 'any', status: 200, answer: 'text', problems: ['unauthenticated', 'payload-too-large'], open: true },
];

const document = (id: string, path: string, summary: string): Operation => ({ id, method: 'get', path, tag: 'service', summary, status: 200, answer: 'document', open: true });

const SERVICE: readonly Operation[] = [
  document('openApi', '/api/openapi.json', 'This document'),
  document('asyncApi', '/api/asyncapi.json', 'The topics and events for other services, AsyncAPI 3'),
  { ...document('eventSchema', '/api/schemas/events/{type}.json', 'The JSON Schema of one event'), problems: ['not-found'] },
  document('ready', '/health/ready', '200 once a webhook, a sign-in and a command would all succeed'),
  document('alive', '/health/live', '200 while the process answers'),
];

/** Every call of the API. */
export const OPERATIONS: readonly Operation[] = [...SIGN_IN, ...AGENT, ...SUPERVISION, ...CONVERSATIONS, ...DIRECTORY, ...REPORTS, ...CHANNEL, ...SERVICE];
