import { createCustomer, follow, loadChat, loadState, look, sendFile, sendMessage } from './api.js';
import { showCustomers } from './chat-list.js';
import { showChat, showMessage } from './chat-view.js';
import { icon } from './elements.js';
import { speak, text } from './texts.js';

const TEXT_MAX = 4096;
const COUNTER_FROM = 3900;
const TYPING_MS = 25_000;
const NOT_TAKEN_AFTER_MS = 3_000;

const $ = (id) => document.getElementById(id);
const state = {
  page: undefined,
  numbers: [],
  customers: new Map(),
  /** By customer. */
  latest: new Map(),
  unread: new Map(),
  messages: [],
  customer: undefined,
  number: undefined,
  typingUntilMs: 0,
  isLost: false,
};

const chat = () => ({ phoneNumberId: state.number, customerKey: state.customer });
const isShown = (news) => news.phoneNumberId === state.number && news.customerKey === state.customer;

function drawList() {
  showCustomers($('customers'), { ...state, current: state.customer, onChoose: (key) => void choose(key, state.number) });
}

function drawHead() {
  const number = state.numbers.find(({ phoneNumberId }) => phoneNumberId === state.number);
  $('chat-title').textContent = number?.displayNumber ?? '';
  $('chat-subtitle').textContent = Date.now() < state.typingUntilMs ? text('typing') : `${number?.queue ?? ''} · ${text('online')}`;
  $('number').hidden = state.numbers.length < 2;
}

function drawNotice(words) {
  const isStuck = state.messages.some(({ tick, from, atMs }) => from === 'customer' && tick === 'waiting' && Date.now() - atMs > NOT_TAKEN_AFTER_MS);
  const notice = words ?? (state.isLost ? text('disconnected') : isStuck ? text('notTaken') : '');
  if ($('notice').textContent !== notice) $('notice').textContent = notice;
  $('notice').hidden = notice === '';
}

function drawAll() {
  drawList();
  drawHead();
  showChat($('messages'), state.messages);
  drawNotice();
}

const tellWhereWeLook = () => {
  const isLooking = state.page && state.customer && document.visibilityState === 'visible';
  if (state.page) look(state.page, isLooking ? chat() : null).catch(() => {});
};

async function choose(customer, number) {
  Object.assign(state, { customer, number, messages: [], typingUntilMs: 0 });
  state.unread.delete(customer);
  history.replaceState(null, '', `#${number}/${customer}`);
  $('page').classList.add('in-chat');
  $('number').value = number;
  const { items } = await loadChat(chat());
  if (state.customer !== customer || state.number !== number) return;
  state.messages = items;
  drawAll();
  tellWhereWeLook();
}

function onMessage(message) {
  const isNew = !state.messages.some(({ wamid }) => wamid === message.wamid);
  const last = state.latest.get(message.customerKey);
  const isNewest = !last || last.wamid === message.wamid || message.atMs >= last.atMs;
  if (isNewest) state.latest.set(message.customerKey, message);
  if (isShown(message)) {
    state.messages = isNew ? [...state.messages, message] : state.messages.map((one) => (one.wamid === message.wamid ? message : one));
    if (message.from === 'business') state.typingUntilMs = 0;
    showMessage($('messages'), message);
    drawHead();
    drawNotice();
  } else if (message.from === 'business' && last?.wamid !== message.wamid && isNewest) {
    state.unread.set(message.customerKey, (state.unread.get(message.customerKey) ?? 0) + 1);
  }
  drawList();
}

function onNews(news) {
  if (news.kind === 'message') onMessage(news.message);
  else if (news.kind === 'customer') {
    state.customers.set(news.customer.key, news.customer);
    drawList();
  } else if (isShown(news)) {
    state.typingUntilMs = Date.now() + TYPING_MS;
    drawHead();
  }
}

/** Everything anew: at the start, and after the connection was lost. */
async function refresh(page) {
  const { numbers, customers, latest } = await loadState();
  Object.assign(state, { page, numbers, isLost: false });
  state.customers = new Map(customers.map((customer) => [customer.key, customer]));
  state.latest = new Map([...latest].sort((a, b) => a.atMs - b.atMs).map((message) => [message.customerKey, message]));
  $('number').replaceChildren(...numbers.map(({ phoneNumberId, displayNumber, queue }) => new Option(`${queue} · ${displayNumber}`, phoneNumberId)));
  const [number, customer] = decodeURIComponent(location.hash.slice(1)).split('/');
  const chosen = state.customers.has(customer) ? customer : customers[0]?.key;
  const wanted = numbers.some(({ phoneNumberId }) => phoneNumberId === number) ? number : numbers[0]?.phoneNumberId;
  if (chosen && wanted) await choose(chosen, wanted);
  if (!location.hash.includes('/')) $('page').classList.remove('in-chat');
}

async function send(event) {
  event.preventDefault();
  const words = $('text').value.trim();
  if (!words || !state.customer) return;
  $('text').value = '';
  fitText();
  try {
    await sendMessage(chat(), words);
  } catch {
    $('text').value = words;
    fitText();
    drawNotice(text('notSent'));
  }
}

/** The file that was chosen goes out at once, as on a phone. */
async function sendChosenFile() {
  const [file] = $('file').files;
  if (!file || !state.customer) return;
  $('file').value = '';
  try {
    await sendFile(chat(), file);
  } catch {
    drawNotice(text('notSent'));
  }
}

function fitText() {
  const field = $('text');
  field.rows = Math.min(6, Math.max(1, field.value.split('\n').length, Math.ceil(field.value.length / 34)));
  const left = TEXT_MAX - field.value.length;
  $('counter').textContent = field.value.length >= COUNTER_FROM ? text('left', left) : '';
  $('send').disabled = field.value.trim() === '';
}

async function create(event) {
  event.preventDefault();
  const form = new FormData($('customer-form'));
  try {
    const customer = await createCustomer({ name: form.get('name'), phone: form.get('phone'), hidesPhone: form.has('hidesPhone') });
    state.customers.set(customer.key, customer);
    $('customer-dialog').close();
    $('customer-form').reset();
    await choose(customer.key, state.number ?? state.numbers[0].phoneNumberId);
    $('text').focus();
  } catch {
    $('dialog-error').textContent = text('notSent');
  }
}

$('back').append(icon('back'));
$('send').append(icon('send'));
$('attach').append(icon('attach'));
$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => void sendChosenFile());
document.querySelector('.avatar.business').append(icon('store'));
$('compose').addEventListener('submit', (event) => void send(event));
$('text').addEventListener('input', fitText);
$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void send(event);
});
$('number').addEventListener('change', () => void choose(state.customer, $('number').value));
$('back').addEventListener('click', () => $('page').classList.remove('in-chat'));
$('new-customer').addEventListener('click', () => {
  $('dialog-error').textContent = '';
  $('customer-dialog').showModal();
});
$('dialog-cancel').addEventListener('click', () => $('customer-dialog').close());
$('customer-form').addEventListener('submit', (event) => void create(event));
for (const button of document.querySelectorAll('[data-language]'))
  button.addEventListener('click', () => {
    speak(button.dataset.language);
    fitText();
    drawAll();
  });
document.addEventListener('visibilitychange', tellWhereWeLook);
setInterval(() => {
  drawHead();
  drawNotice();
}, 1_000);

speak();
fitText();
follow({
  onHello: (page) => void refresh(page).catch(() => drawNotice(text('disconnected'))),
  onNews,
  onLost: () => {
    state.isLost = true;
    drawNotice();
  },
});
