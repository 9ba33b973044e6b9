/** The simulator's answer as JSON. @throws Error on anything but success */
async function call(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

export const loadState = () => call('/phone/state');
export const loadChat = ({ phoneNumberId, customerKey }) => call(`/phone/chats/${phoneNumberId}/${encodeURIComponent(customerKey)}`);
export const createCustomer = (person) => call('/phone/customers', person);
export const sendMessage = (chat, text) => call('/phone/messages', { ...chat, text });
export const sendFile = ({ phoneNumberId, customerKey }, file) => {
  const query = new URLSearchParams({ phoneNumberId, customerKey, name: file.name });
  return fetch(`/phone/media?${query}`, { method: 'POST', headers: { 'content-type': file.type || 'application/octet-stream' }, body: file }).then((answer) => {
    if (!answer.ok) throw new Error(`/phone/media: ${answer.status}`);
  });
};
export const look = (page, chat) => call('/phone/look', { page, chat });

/** Calls back with the news; the browser reconnects by itself and `onHello` comes again. */
export function follow({ onHello, onNews, onLost }) {
  const source = new EventSource('/phone/live');
  source.addEventListener('hello', (event) => onHello(JSON.parse(event.data).page));
  for (const kind of ['message', 'customer', 'typing']) source.addEventListener(kind, (event) => onNews(JSON.parse(event.data)));
  source.addEventListener('error', onLost);
}
