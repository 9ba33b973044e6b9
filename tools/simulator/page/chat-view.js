import { h, icon } from './elements.js';
import { currentLanguage, text } from './texts.js';

const NEAR_BOTTOM_PX = 120;

const clock = (ms) => new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit' }).format(ms);
const dayOf = (ms) => new Date(ms).toDateString();
const dayName = (ms) =>
  dayOf(ms) === dayOf(Date.now()) ? text('today') : new Intl.DateTimeFormat(currentLanguage(), { day: 'numeric', month: 'long' }).format(ms);

/** Draws the chat anew. */
export function showChat(log, messages) {
  log.replaceChildren(h('p', { class: 'day empty' }, text('empty')));
  for (const message of messages) showMessage(log, message);
  log.scrollTop = log.scrollHeight;
}

/** Adds one message, or changes only its ticks when it is there: screen readers hear each message once. */
export function showMessage(log, message) {
  const shown = log.querySelector(`[data-wamid="${CSS.escape(message.wamid)}"]`);
  if (shown) return shown.querySelector('.meta').replaceWith(meta(message));
  const wasAtBottom = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM_PX;
  log.querySelector('.empty')?.remove();
  const lastDay = log.lastElementChild?.dataset.day;
  const day = dayOf(message.atMs);
  if (day !== lastDay) log.append(h('p', { class: 'day', 'data-day': day }, dayName(message.atMs)));
  log.append(bubble(message, day));
  if (wasAtBottom || message.from === 'customer') log.scrollTop = log.scrollHeight;
}

function bubble(message, day) {
  const isMine = message.from === 'customer';
  return h(
    'article',
    { class: `bubble ${isMine ? 'mine' : 'theirs'}`, 'data-wamid': message.wamid, 'data-day': day, 'aria-label': text(isMine ? 'you' : 'business') },
    fileOf(message),
    h('p', { class: 'words', dir: 'auto' }, message.text),
    meta(message),
  );
}

/** What was sent beside words. */
function fileOf({ mediaId, type }) {
  if (!mediaId) return undefined;
  const src = `/phone/media/${mediaId}`;
  if (type === 'image' || type === 'sticker') return h('img', { class: 'picture', src, alt: text(type) });
  if (type === 'video' || type === 'audio') return h(type, { class: 'picture', src, controls: true });
  return h('span', { class: 'file' }, icon('file', text('document')));
}

const meta = (message) =>
  h(
    'span',
    { class: 'meta' },
    h('time', { datetime: new Date(message.atMs).toISOString() }, clock(message.atMs)),
    message.from === 'customer' ? icon(message.tick, text(message.tick)) : '',
  );
