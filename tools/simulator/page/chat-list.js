import { avatar, h } from './elements.js';
import { currentLanguage, text } from './texts.js';

const time = (ms) => new Intl.DateTimeFormat(currentLanguage(), { hour: '2-digit', minute: '2-digit' }).format(ms);

/** Everybody a person can write as, who wrote last on top. */
export function showCustomers(list, { customers, latest, unread, current, onChoose }) {
  const lastOf = (customer) => latest.get(customer.key);
  const sorted = [...customers.values()].sort((a, b) => (lastOf(b)?.atMs ?? 0) - (lastOf(a)?.atMs ?? 0));
  const focused = document.activeElement?.dataset?.customer;
  list.replaceChildren(...sorted.map((customer) => row(customer, { last: lastOf(customer), unread: unread.get(customer.key) ?? 0, current, onChoose })));
  if (focused) list.querySelector(`[data-customer="${CSS.escape(focused)}"]`)?.focus();
}

function row(customer, { last, unread, current, onChoose }) {
  const snippet = last ? `${last.from === 'customer' ? `${text('you')}: ` : ''}${last.text || text(last.type) || last.type}` : text('noMessages');
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'customer',
        'data-customer': customer.key,
        'aria-current': customer.key === current ? 'true' : undefined,
        onclick: () => onChoose(customer.key),
      },
      avatar(customer.name, customer.key),
      h(
        'span',
        { class: 'customer-lines' },
        h('span', { class: 'customer-name' }, customer.name),
        h('span', { class: 'customer-phone' }, customer.phone ? `+${customer.phone}` : text('phoneWithheld')),
        h('span', { class: 'snippet' }, snippet),
      ),
      h(
        'span',
        { class: 'customer-side' },
        last ? h('time', {}, time(last.atMs)) : '',
        unread > 0 ? h('span', { class: 'badge', 'aria-label': text('unread', unread) }, String(unread)) : '',
      ),
    ),
  );
}
